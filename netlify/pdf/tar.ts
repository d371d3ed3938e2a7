/** A file of an archive. `path` is relative, with `/`. */
export interface ArchiveEntry {
  path: string
  bytes: Uint8Array
}

/**
 * The regular files of a small tar archive (POSIX ustar). Chromium's package ships its libraries and fonts
 * this way; names over 100 characters, links and devices do not occur there and are refused.
 */
export function readTar(archive: Uint8Array): ArchiveEntry[] {
  const entries: ArchiveEntry[] = []
  const text = (start: number, length: number) =>
    Buffer.from(archive.buffer, archive.byteOffset + start, length)
      .toString('latin1')
      .replace(/\0.*$/s, '')
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const path = text(at, 100).replace(/^(\.\/)+/, '')
    const size = Number.parseInt(text(at + 124, 12), 8)
    const kind = text(at + 156, 1)
    if (Number.isNaN(size)) throw new Error(`Not a tar archive: bad size at byte ${at}`)
    if (kind === '' || kind === '0') {
      if (path.startsWith('/') || path.split('/').includes('..')) throw new Error(`Unsafe path: ${path}`)
      entries.push({ path, bytes: archive.subarray(at + 512, at + 512 + size) })
    } else if (kind !== '5' && kind !== 'x' && kind !== 'g') {
      throw new Error(`Unexpected entry of kind ${kind}: ${path}`)
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
  return entries
}
