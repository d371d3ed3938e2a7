/**
 * A `Content-Disposition` value for any file name: an ASCII fallback for old readers (RFC 6266) and the real
 * name for all others (RFC 5987).
 */
export function contentDisposition(fileName: string, how: 'inline' | 'attachment'): string {
  const name = fileName.replaceAll(/[\p{Cc}/\\]/gu, '_')
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^\x20-\x7e]|["%;]/g, '_')
  if (ascii === name) return `${how}; filename="${name}"`
  // encodeURIComponent leaves these, which RFC 5987 does not allow.
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
