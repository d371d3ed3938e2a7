import type { Canvas } from '@napi-rs/canvas'
import type { Picture } from '../model/ask-model.ts'

/**
 * Longest side of a picture that a model is shown, in pixels: a page of A4 has 150 dots an inch, at which 8
 * point type is read well; providers scale down what is larger.
 */
export const LONGEST_SIDE = 1_800

/** Larger as PNG than this: a photograph, which JPEG makes a fraction of. */
const MAX_PNG_BYTES = 700_000
const JPEG_QUALITY = 85

/** Differences of less are paper, scanner noise and compression. */
const VISIBLE = 40
/** A blank page has fewer dots than this share that differ from the paper. */
const MARKED = 0.0004

/** The canvas of Skia, loaded where a picture is needed only. */
export function loadCanvas() {
  return import('@napi-rs/canvas')
}

export async function toPicture(canvas: Canvas): Promise<Picture> {
  const png = await canvas.encode('png')
  if (png.length <= MAX_PNG_BYTES) return { mediaType: 'image/png', bytes: png }
  return { mediaType: 'image/jpeg', bytes: await canvas.encode('jpeg', JPEG_QUALITY) }
}

/** Whether nothing stands on it: every dot has about the colour of most. */
export function isBlank(canvas: Canvas): boolean {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  const counts = new Uint32Array(256)
  for (let at = 0; at < data.length; at += 4) {
    const green = data[at + 1] ?? 0
    counts[green] = (counts[green] ?? 0) + 1
  }
  const paper = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0))
  let marked = 0
  for (let at = 0; at < data.length; at += 4) {
    if (Math.abs((data[at + 1] ?? 0) - paper) > VISIBLE) marked++
  }
  return marked < (data.length / 4) * MARKED
}
