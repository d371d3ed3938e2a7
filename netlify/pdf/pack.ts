import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { chromiumRelease } from './chromium-release.ts'
import { fetchPackFromDeploy } from './fetch-pack.ts'

/**
 * The browser pack: everything that a deploy needs to print. The length of a JSON `PackList` as 4 bytes
 * big-endian, the list, then zstd frames. Unpacked and joined these are the files, one after the other.
 */
export interface PackList {
  files: { path: string; bytes: number }[]
  /** The packed bytes of each frame. Unpacked, each has `FRAME_BYTES`, the last one what is left. */
  frames: number[]
}

export const FRAME_BYTES = 2 ** 20
/** A frame that zstd cannot shrink is a little longer than its content (`ZSTD_compressBound`). */
const LONGEST_FRAME = FRAME_BYTES + 2 ** 13

/** Where the pack lies in the deploy's Blobs store. */
export const packKey = (sha256: string) => `chromium-${sha256.slice(0, 16)}.pack`

/** Hands the pack's bytes to `take`, which is done with them when it returns; rejects when `take` throws. */
export type FetchPack = (key: string, take: (chunk: Buffer) => void) => Promise<void>

/** Fetches the pack and unpacks it into `folder` while it arrives; throws when its SHA-256 is not the pinned one. */
export async function unpackPack(folder: string, fetchPack: FetchPack = fetchPackFromDeploy): Promise<void> {
  const key = packKey(chromiumRelease.sha256)
  const hash = createHash('sha256')
  const files = filesInto(folder)
  const frames = framesInto(files)
  const damaged = (cause: unknown) => {
    // A full disk says nothing about the pack.
    if ((cause as NodeJS.ErrnoException).syscall) return cause
    const { message } = cause as Error
    return new Error(`The browser pack ${key} is damaged: ${message}. Deploy again`, { cause })
  }
  try {
    await fetchPack(key, (chunk) => {
      hash.update(chunk)
      try {
        frames.take(chunk)
      } catch (cause) {
        throw damaged(cause)
      }
    })
    const found = hash.digest('hex')
    if (!frames.complete()) throw damaged(new Error('it ends too early'))
    if (found !== chromiumRelease.sha256) throw damaged(new Error(`its SHA-256 is ${found}`))
  } finally {
    files.close()
  }
}

/**
 * Reads the list and unpacks the frames. Synchronously, with one buffer for what comes in, and what comes out
 * is freed at once: zlib's streams take new memory for each chunk, and take turns with another thread, which
 * together costs more than the unpacking.
 */
function framesInto(files: ReturnType<typeof filesInto>) {
  let head = Buffer.alloc(0)
  let lengths: number[] | undefined
  let next = 0
  let frame = Buffer.alloc(0)
  let filled = 0

  const readList = (chunk: Buffer): Buffer => {
    head = Buffer.concat([head, chunk])
    const length = head.length < 4 ? 0 : head.readUInt32BE(0)
    if (length > 100_000) throw new Error('it has no list of files')
    if (head.length < 4 + length || length === 0) return Buffer.alloc(0)
    const list = JSON.parse(head.subarray(4, 4 + length).toString('utf8')) as PackList
    if (!list.frames.every((bytes) => bytes > 0 && bytes <= LONGEST_FRAME)) {
      throw new Error('it has a frame of an impossible length')
    }
    lengths = list.frames
    frame = Buffer.allocUnsafeSlow(Math.max(...lengths))
    files.begin(list.files)
    return head.subarray(4 + length)
  }

  return {
    take(incoming: Buffer) {
      let chunk = lengths ? incoming : readList(incoming)
      while (lengths && chunk.length > 0) {
        const wanted = lengths[next]
        if (wanted === undefined) throw new Error('it is longer than its list says')
        const copied = chunk.copy(frame, filled, 0, wanted - filled)
        filled += copied
        chunk = chunk.subarray(copied)
        if (filled < wanted) break
        const bytes = zstdDecompressSync(frame.subarray(0, wanted), {
          maxOutputLength: FRAME_BYTES,
          // With room to spare, as zlib takes a second buffer when the first one is exactly full.
          chunkSize: FRAME_BYTES + 64,
        })
        files.write(bytes)
        free(bytes)
        filled = 0
        next++
      }
    },
    complete: () => lengths !== undefined && next === lengths.length && files.complete(),
  }
}

/**
 * Gives a buffer's memory back at once, which the collector does late: a loop over hundreds of megabytes
 * otherwise touches new memory all the time. Nobody may use the buffer afterwards. Buffers that share their
 * memory with others are left alone.
 */
function free(buffer: Buffer): void {
  const { buffer: memory } = buffer
  const isWhole = buffer.byteOffset === 0 && memory.byteLength >= Buffer.poolSize * 2
  if (isWhole && memory instanceof ArrayBuffer) memory.transfer(0)
}

/** Writes the pack's files, whose bytes come one after the other. */
function filesInto(folder: string) {
  let waiting: PackList['files'] = []
  let current: { file: number; left: number } | undefined

  const openNext = () => {
    const next = waiting.shift()
    if (!next) return
    const path = join(folder, next.path)
    if (next.path.split(/[\\/]/).includes('..')) throw new Error(`it has the unsafe path ${next.path}`)
    mkdirSync(dirname(path), { recursive: true })
    current = { file: openSync(path, 'w', 0o700), left: next.bytes }
  }

  const close = () => {
    if (current) closeSync(current.file)
    current = undefined
  }

  return {
    begin(files: PackList['files']) {
      waiting = files
      openNext()
    },
    write(bytes: Buffer) {
      for (let rest = bytes; rest.length > 0; ) {
        if (!current) throw new Error('it is longer than its list of files')
        const part = rest.subarray(0, current.left)
        for (let at = 0; at < part.length; ) at += writeSync(current.file, part, at)
        current.left -= part.length
        rest = rest.subarray(part.length)
        if (current.left === 0) {
          close()
          openNext()
        }
      }
    },
    complete: () => current === undefined && waiting.length === 0,
    close,
  }
}
