import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
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
    createZstdDecompress({ chunkSize: 2 ** 20 }),
    filesInto(folder),
  )
  const found = hash.digest('hex')
  if (found !== chromiumRelease.sha256) {
    throw new Error(`The browser pack ${key} is damaged: its SHA-256 is ${found}. Deploy again`)
  }
}

/** Takes the pack's contents and writes its files. */
function filesInto(folder: string): Writable {
  let head = Buffer.alloc(0)
  let list: PackList | undefined
  let current: { handle: Awaited<ReturnType<typeof open>>; left: number } | undefined

  const openNext = async () => {
    const next = list?.shift()
    if (!next) return
    const path = join(folder, next.path)
    if (next.path.split(/[\\/]/).includes('..')) throw new Error(`Unsafe path in the pack: ${next.path}`)
    await mkdir(dirname(path), { recursive: true })
    current = { handle: await open(path, 'w', 0o700), left: next.bytes }
  }

  const write = async (incoming: Buffer) => {
    let chunk = incoming
    if (!list) {
      head = Buffer.concat([head, chunk])
      const length = head.length >= 4 ? head.readUInt32BE(0) : Number.POSITIVE_INFINITY
      if (length > 100_000 && head.length >= 4) throw new Error('The browser pack has no list of files')
      if (head.length < 4 + length) return
      list = JSON.parse(head.subarray(4, 4 + length).toString('utf8')) as PackList
      chunk = head.subarray(4 + length)
      await openNext()
    }
    while (chunk.length > 0) {
      if (!current) throw new Error('The browser pack is longer than its list of files')
      const part = chunk.subarray(0, current.left)
      for (let at = 0; at < part.length; ) at += (await current.handle.write(part, at)).bytesWritten
      current.left -= part.length
      chunk = chunk.subarray(part.length)
      if (current.left === 0) {
        await current.handle.close()
        current = undefined
        await openNext()
      }
    }
  }

  return new Writable({
    highWaterMark: 2 ** 22,
    write: (chunk: Buffer, _encoding, done) => write(chunk).then(() => done(), done),
    final: (done) => done(current || !list ? new Error('The browser pack ends too early') : null),
    destroy: (error, done) => {
      const closing = current?.handle.close() ?? Promise.resolve()
      closing.then(
        () => done(error),
        () => done(error),
      )
    },
  })
}
