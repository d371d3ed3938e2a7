import type { FileInfo, FileStore } from '../../netlify/files/file-store.ts'
import type { Random } from '../store/random.ts'
import type { Trouble } from './model.ts'
import { never, travelMs } from './model.ts'
import type { Process, Scheduler } from './scheduler.ts'

/** What all file stores of one history share. */
export interface Shelf {
  kept: Map<string, { info: FileInfo; text: string }>
  everKept: Set<string>
  violations: string[]
}

export const emptyShelf = (): Shelf => ({ kept: new Map(), everKept: new Set(), violations: [] })

/** Files as one process reaches them: writing and deleting may fail, land late or lose their answer. */
export function createFiles(
  shelf: Shelf,
  process: Process,
  { scheduler, random, trouble }: { scheduler: Scheduler; random: Random; trouble: Trouble },
): FileStore {
  function send<T>(apply: () => T): Promise<T> {
    if (!process.alive) return never()
    const arrival = scheduler.now() + travelMs(random)
    if (random.chance(trouble.crash)) {
      if (random.chance(0.5)) scheduler.at(arrival, apply)
      process.die()
      return never()
    }
    const fault = random.chance(trouble.fault) ? random.pick(['before', 'after'] as const) : undefined
    return new Promise((resolve, reject) => {
      scheduler.at(arrival, () => {
        const answer = fault === 'before' ? undefined : { value: apply() }
        scheduler.at(scheduler.now() + travelMs(random), () => {
          if (!process.alive) return
          if (fault || !answer) reject(new Error('files: the connection was lost'))
          else resolve(answer.value)
        })
      })
    })
  }

  return {
    name: 'simulated',
    put(bytes, { owner, jobId, fileName, contentType }) {
      const fileId = `file-${random.below(2 ** 31).toString(36)}${random.below(2 ** 31).toString(36)}`
      const createdAt = new Date(process.now()).toISOString()
      const info: FileInfo = { fileId, fileName, contentType, bytes: bytes.length, owner, createdAt }
      return send(() => {
        if (shelf.everKept.has(fileId)) shelf.violations.push(`file ${fileId} of ${jobId} was overwritten`)
        shelf.everKept.add(fileId)
        shelf.kept.set(fileId, { info, text: new TextDecoder().decode(bytes) })
        return info
      })
    },
    async get() {
      return undefined
    },
    delete: (fileId) =>
      send(() => {
        scheduler.log(`  file ${fileId} deleted by ${process.name}`)
        shelf.kept.delete(fileId)
      }),
    sweep: async () => 0,
    async ping() {},
  }
}
