import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { chromiumRelease } from './chromium-release.ts'
import { fetchPackFromDeploy } from './fetch-pack.ts'

/**
 * The browser pack: everything that a deploy needs to print, in one zstd stream. Inside: the length of a
 * JSON list of files as 4 bytes big-endian, the list, then the files one after the other.
 */
export type PackList = { path: string; bytes: number }[]

/** Where the pack lies in the deploy's Blobs store. */
export const packKey = (sha256: string) => `chromium-${sha256.slice(0, 16)}.pack`

type FetchPack = (key: string) => Promise<Readable>

/** Fetches the pack and unpacks it into `folder` while it arrives; throws when its SHA-256 is not the pinned one. */
export async function unpackPack(folder: string, fetchPack: FetchPack = fetchPackFromDeploy): Promise<void> {
  const key = packKey(chromiumRelease.sha256)
  const packed = await fetchPack(key)
  const hash = createHash('sha256')
  await pipeline(
    packed,
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    }),
    // Larger buffers are mapped one by one, and collecting them costs more than unpacking saves.
    createZstdDecompress({ chunkSize: 2 ** 16 }),
    filesInto(folder),
  )
  const found = hash.digest('hex')
  if (found !== chromiumRelease.sha256) {
    throw new Error(`The browser pack ${key} is damaged: its SHA-256 is ${found}. Deploy again`)
  }
}

/**
 * Takes the pack's contents and writes its files. It writes synchronously: a chunk takes 30 µs, less than the
 * way to another thread and back.
 */
function filesInto(folder: string): Writable {
  let head = Buffer.alloc(0)
  let list: PackList | undefined
  let current: { file: number; left: number } | undefined

  const openNext = () => {
    const next = list?.shift()
    if (!next) return
    const path = join(folder, next.path)
    if (next.path.split(/[\\/]/).includes('..')) throw new Error(`Unsafe path in the pack: ${next.path}`)
    mkdirSync(dirname(path), { recursive: true })
    current = { file: openSync(path, 'w', 0o700), left: next.bytes }
  }

  const close = () => {
    if (current) closeSync(current.file)
    current = undefined
  }

  const write = (incoming: Buffer) => {
    let chunk = incoming
    if (!list) {
      head = Buffer.concat([head, chunk])
      if (head.length < 4) return
      const length = head.readUInt32BE(0)
      if (length > 100_000) throw new Error('The browser pack has no list of files')
      if (head.length < 4 + length) return
      list = JSON.parse(head.subarray(4, 4 + length).toString('utf8')) as PackList
      chunk = head.subarray(4 + length)
      openNext()
    }
    while (chunk.length > 0) {
      if (!current) throw new Error('The browser pack is longer than its list of files')
      const part = chunk.subarray(0, current.left)
      for (let at = 0; at < part.length; ) at += writeSync(current.file, part, at)
      current.left -= part.length
      chunk = chunk.subarray(part.length)
      if (current.left === 0) {
        close()
        openNext()
      }
    }
  }

  return new Writable({
    highWaterMark: 2 ** 22,
    write(chunk: Buffer, _encoding, done) {
      try {
        write(chunk)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    final: (done) => done(current || !list ? new Error('The browser pack ends too early') : null),
    destroy(error, done) {
      close()
      done(error)
    },
  })
}
