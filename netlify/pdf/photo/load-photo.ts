import type { BrowserPool } from '../browser-pool.ts'
import type { PrintResource } from '../print-document.ts'
import { type FetchPhotoOptions, fetchPhoto, MAX_PHOTO_BYTES, PhotoError } from './fetch-photo.ts'
import { readImageHeader } from './image-size.ts'
import { reencode } from './reencode.ts'

const MAX_PIXELS = 25_000_000

/**
 * Makes the photo that a resume names (a `data:` URL, or one on the public web) safe to show: fetched by our
 * own rules, recognised by its bytes, at most 5 MB and 25 megapixels, drawn anew without metadata. Throws
 * `PhotoError`, whose message says why, when it cannot be used.
 */
export async function loadPhoto(
  address: string,
  options: FetchPhotoOptions & { pool: BrowserPool },
): Promise<PrintResource> {
  const bytes = /^data:/i.test(address.trim())
    ? readDataUrl(address.trim())
    : await fetchPhoto(address.trim(), options)
  if (bytes.length > MAX_PHOTO_BYTES) throw new PhotoError('The photo is larger than 5 MB')
  const header = readImageHeader(bytes)
  if (!header) throw new PhotoError('The photo is not a PNG, JPEG, WebP or GIF picture')
  if (header.width < 1 || header.height < 1 || header.width * header.height > MAX_PIXELS) {
    throw new PhotoError('The photo has more than 25 megapixels')
  }
  options.signal?.throwIfAborted()
  return reencode({ body: bytes, contentType: header.contentType }, options.pool, options.signal)
}

/** RFC 2397. */
function readDataUrl(url: string): Uint8Array {
  const comma = url.indexOf(',')
  if (comma === -1) throw new PhotoError('The photo’s data: address is incomplete')
  const data = url.slice(comma + 1)
  if (data.length > MAX_PHOTO_BYTES * 3) throw new PhotoError('The photo is larger than 5 MB')
  try {
    const text = decodeURIComponent(data)
    return Buffer.from(text, /;\s*base64$/i.test(url.slice(0, comma)) ? 'base64' : 'latin1')
  } catch {
    throw new PhotoError('The photo’s data: address is damaged')
  }
}
