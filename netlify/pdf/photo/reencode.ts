import type { BrowserPool } from '../browser-pool.ts'
import type { PrintResource } from '../print-document.ts'
import { PhotoError } from './fetch-photo.ts'

/** Twice the resolution of the largest photo that a template shows (60 mm at 192 pixels per inch) and more. */
const LONGEST_EDGE = 1_000
const TIMEOUT_MS = 10_000

/**
 * Draws a picture anew in a browser of its own, which is killed afterwards: what comes out is pixels that this
 * browser encoded, turned upright, at most 1,000 pixels wide and high, without place, camera or hidden data. PNG where
 * there is transparency, JPEG otherwise. Throws `PhotoError` when the picture cannot be decoded.
 */
export async function reencode(
  photo: PrintResource,
  pool: BrowserPool,
  signal?: AbortSignal,
): Promise<PrintResource> {
  const browser = await pool.take()
  const stop = () => void browser.kill()
  const timer = setTimeout(stop, TIMEOUT_MS)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    signal?.throwIfAborted()
    pool.warm()
    const base64 = Buffer.from(photo.body).toString('base64')
    const drawn = await browser.page
      .evaluate(
        `(${DRAW_ANEW})(${JSON.stringify(base64)}, ${JSON.stringify(photo.contentType)}, ${LONGEST_EDGE})`,
      )
      .catch((cause) => {
        throw browser.isAlive() ? new PhotoError('The photo is damaged', { cause }) : cause
      })
    const [contentType = '', data = ''] = String(drawn).split(',')
    return { contentType, body: Buffer.from(data, 'base64') }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof PhotoError) throw error
    throw new PhotoError('The photo could not be drawn', { cause: error })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

/** Runs in the page. It is text because a bundler may give functions helpers that the page lacks. */
const DRAW_ANEW = `async (base64, contentType, longestEdge) => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: contentType }))
  const scale = Math.min(1, longestEdge / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  )
  const context = canvas.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  let opaque = true
  for (let i = 3; i < data.length && opaque; i += 4) opaque = data[i] === 255
  const type = opaque ? 'image/jpeg' : 'image/png'
  const blob = await canvas.convertToBlob({ type, quality: 0.9 })
  const drawn = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (let i = 0; i < drawn.length; i += 8192) text += String.fromCharCode(...drawn.subarray(i, i + 8192))
  return type + ',' + btoa(text)
}`
