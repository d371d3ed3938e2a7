/**
 * Bytes of a text file as a string: byte order marks decide, then a guess at UTF-16 by its zero bytes, then
 * UTF-8 when the bytes are valid, else Windows-1252 (what spreadsheet programs write in western Europe and
 * what browsers fall back to, WHATWG Encoding 8).
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  const encoding = guess(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  return { text: text.replace(/^\ufeff/, ''), encoding }
}

function guess(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  const head = bytes.subarray(0, 4096)
  let even = 0
  let odd = 0
  for (let at = 0; at < head.length; at++) {
    if (head[at] === 0) {
      if (at % 2) odd++
      else even++
    }
  }
  if (head.length >= 4 && odd > head.length * 0.3 && even < odd / 8) return 'utf-16le'
  if (head.length >= 4 && even > head.length * 0.3 && odd < even / 8) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}
