import { randomUUID } from 'node:crypto'
import type { FileInfo, FileStore } from './file-store.ts'

/** Files in this process's memory, for tests. */
export function createMemoryFileStore(
  options: { keepMs?: number; now?: () => number } = {},
): FileStore & { size(): number } {
  const { keepMs = Number.POSITIVE_INFINITY, now = Date.now } = options
  const files = new Map<string, { info: FileInfo; bytes: Uint8Array }>()
  const isOld = (info: FileInfo) => Date.parse(info.createdAt) + keepMs <= now()

  return {
    name: 'memory',
    size: () => files.size,
    async put(bytes, { owner, fileName, contentType }) {
      const createdAt = new Date(now()).toISOString()
      const fileId = `${createdAt.slice(0, 10).replaceAll('-', '')}-${randomUUID()}`
      const info: FileInfo = { fileId, fileName, contentType, bytes: bytes.byteLength, owner, createdAt }
      files.set(fileId, { info, bytes: bytes.slice() })
      return info
    },
    async get(fileId) {
      const file = files.get(fileId)
      return file && !isOld(file.info) ? file : undefined
    },
    async delete(fileId) {
      files.delete(fileId)
    },
    async sweep(limit) {
      const old = [...files.values()].filter((file) => isOld(file.info)).slice(0, limit)
      for (const { info } of old) files.delete(info.fileId)
      return old.length
    },
    async ping() {},
  }
}
