/** What a picture's first bytes say. Width and height are in pixels. */
export interface ImageHeader {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'
  width: number
  height: number
}

/** Reads the header of a PNG, JPEG, WebP or GIF; undefined for anything else, whatever it claims to be. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (starts(bytes, '\x89PNG\r\n\x1a\n') && starts(bytes, 'IHDR', 12)) {
      return { contentType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
    }
    if (starts(bytes, 'GIF87a') || starts(bytes, 'GIF89a')) {
      return { contentType: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
    }
    if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return webp(bytes, view)
    if (starts(bytes, '\xff\xd8\xff')) return jpeg(view)
  } catch (error) {
    // A read past the end: cut short.
    if (!(error instanceof RangeError)) throw error
  }
  return undefined
}

function starts(bytes: Uint8Array, magic: string, at = 0): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false
  return true
}

/** RFC 9649. */
function webp(bytes: Uint8Array, view: DataView): ImageHeader | undefined {
  const contentType = 'image/webp'
  if (starts(bytes, 'VP8X', 12)) {
    const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
    return { contentType, width: uint24(24) + 1, height: uint24(27) + 1 }
  }
  if (starts(bytes, 'VP8L', 12)) {
    const bits = view.getUint32(21, true)
    return { contentType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (starts(bytes, 'VP8 ', 12)) {
    return {
      contentType,
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
    }
  }
  return undefined
}

/** ITU-T T.81, annex B: the frame header is the first SOF marker. */
function jpeg(view: DataView): ImageHeader | undefined {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) {
      return { contentType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    }
    if (marker === 0xd9 || marker === 0xda) return undefined
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}
