import { readImageHeader } from '../../pdf/photo/image-size.ts'
import type { Picture } from '../model/ask-model.ts'
import { refuse } from '../read/refuse.ts'
import { isBlank, LONGEST_SIDE, loadCanvas, toPicture } from './canvas.ts'

/** The largest cameras of telephones. */
const MAX_PIXELS = 60_000_000

/**
 * An uploaded photograph or screenshot as a model is shown it: upright, scaled down, and painted anew, so that
 * nothing but its dots goes on (a photograph says where it was taken). Undefined when nothing stands on it.
 *
 * @throws NonRetryableError CORRUPT_FILE, TOO_LARGE
 */
export async function pictureOfFile(bytes: Uint8Array): Promise<Picture | undefined> {
  const header = readImageHeader(bytes)
  if (!header || header.width < 1 || header.height < 1) throw damaged()
  if (header.width * header.height > MAX_PIXELS) {
    throw refuse('TOO_LARGE', 'The picture has more dots than can be read. Make it smaller and upload that.')
  }
  const { createCanvas, loadImage } = await loadCanvas()
  const image = await loadImage(Buffer.from(bytes)).catch((cause: unknown) => {
    throw damaged(cause)
  })
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height))
  const width = Math.max(1, Math.round(image.width * scale))
  const height = Math.max(1, Math.round(image.height * scale))
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  return isBlank(canvas) ? undefined : await toPicture(canvas)
}

function damaged(cause?: unknown) {
  return refuse(
    'CORRUPT_FILE',
    'The picture is damaged. Open it, save it as PNG or JPEG and upload that.',
    cause,
  )
}
