import { inflateRawSync } from 'node:zlib'
import { refuse } from './refuse.ts'

/**
 * The little of ZIP (PKWARE APPNOTE 6.3) that Office files need, with hard limits: an entry is inflated only
 * when asked for, never beyond `MAX_ENTRY_BYTES`, whatever sizes its headers claim.
 */
export interface ZipEntry {
  name: string
  method: number
  encrypted: boolean
  compressedBytes: number
  offset: number
}

const MAX_ENTRIES = 10_000
const MAX_ENTRY_BYTES = 32 * 1024 * 1024
const MAX_TOTAL_BYTES = 96 * 1024 * 1024
/** Office XML seldom packs better than 1:100; bombs reach 1:1000. */
const MAX_RATIO = 400
const RATIO_FREE_BYTES = 4 * 1024 * 1024

export function listZip(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  const lowest = Math.max(0, end - 65_535)
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end--
  if (end < lowest || end < 0) throw refuse('CORRUPT_FILE')
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > MAX_ENTRIES) throw refuse('TOO_LARGE')
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw refuse('CORRUPT_FILE')
    const nameBytes = view.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)).replaceAll('\\', '/'),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      compressedBytes: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Opens an archive for reading entries by name; names are matched without case, as Office does. */
export function openZip(bytes: Uint8Array): { names: string[]; read(name: string): Uint8Array | undefined } {
  const entries = new Map(listZip(bytes).map((entry) => [entry.name.toLowerCase(), entry]))
  let total = 0
  return {
    names: [...entries.values()].map((entry) => entry.name),
    read(name) {
      const entry = entries.get(name.toLowerCase().replace(/^\//, ''))
      if (!entry) return undefined
      const content = readEntry(bytes, entry)
      total += content.length
      if (total > MAX_TOTAL_BYTES) throw refuse('TOO_LARGE')
      return content
    },
  }
}

function readEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.encrypted) throw refuse('PASSWORD_PROTECTED')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { offset } = entry
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== 0x04034b50) throw refuse('CORRUPT_FILE')
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const packed = bytes.subarray(start, start + entry.compressedBytes)
  if (packed.length < entry.compressedBytes) throw refuse('CORRUPT_FILE')
  if (entry.method === 0) return packed
  if (entry.method !== 8) throw refuse('CORRUPT_FILE')
  const limit = Math.min(MAX_ENTRY_BYTES, Math.max(RATIO_FREE_BYTES, packed.length * MAX_RATIO))
  try {
    return inflateRawSync(packed, { maxOutputLength: limit })
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw refuse(tooLarge ? 'TOO_LARGE' : 'CORRUPT_FILE', undefined, error)
  }
}
