import { randomUUID } from 'node:crypto'
import { type BlobPlace, openBlobs } from '../store/blobs/blob-access.ts'
import { StoreError } from '../store/job-store.ts'
import type { FileInfo, FileStore } from './file-store.ts'

/** A file's id is its day and a random part; nothing else is needed to find it or to forget it in time. */
const fileIdPattern = /^\d{8}-[0-9a-f-]{36}$/

/** Files in Netlify Blobs, under `file/<day>/<id>`, what is known of each in its metadata. */
export function createBlobsFileStore(
  place: BlobPlace,
  options: { keepMs: number; now?: () => number },
): FileStore {
  const { keepMs, now = Date.now } = options
  // Files are large: their requests may take longer than those of a job's few bytes.
  const blobs = openBlobs({ requestTimeoutMs: 20_000, ...place })
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')
  const keyOf = (fileId: string) => `file/${fileId.slice(0, 8)}/${fileId}`

  return {
    name: 'blobs',

    async put(bytes, { owner, fileName, contentType }) {
      const fileId = `${dayOf(now())}-${randomUUID()}`
      const createdAt = new Date(now()).toISOString()
      const info: FileInfo = { fileId, fileName, contentType, bytes: bytes.byteLength, owner, createdAt }
      await blobs.write(keyOf(fileId), bytes, { ...info })
      return info
    },

    async get(fileId) {
      if (!fileIdPattern.test(fileId)) return undefined
      const found = await blobs.readBytes(keyOf(fileId))
      if (!found) return undefined
      const info = found.metadata as unknown as FileInfo
      return Date.parse(info.createdAt) + keepMs <= now() ? undefined : { info, bytes: found.bytes }
    },

    async delete(fileId) {
      if (fileIdPattern.test(fileId)) await blobs.delete(keyOf(fileId))
    },

    async sweep(limit) {
      // A day's files may go once the whole day is past its keeping time.
      const before = dayOf(now() - keepMs)
      const old = (await blobs.list('file/', { atLeast: limit })).filter(
        (key) => (key.split('/')[1] ?? '') < before,
      )
      const batch = old.slice(0, limit)
      await Promise.all(batch.map((key) => blobs.delete(key)))
      return batch.length
    },

    async ping() {
      const key = `ping/${randomUUID()}`
      await blobs.write(key, 'ping')
      const back = await blobs.read(key)
      await blobs.delete(key)
      if (back !== 'ping') throw new StoreError('blobs: a file written was not read back')
    },
  }
}
