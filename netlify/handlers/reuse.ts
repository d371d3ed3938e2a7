import { createHash } from 'node:crypto'
import type { JobOutput } from '../../src/shared/job.ts'
import type { JobContext, JobDefinition } from '../jobs/definition.ts'
import type { JobRecord } from '../store/job-store.ts'
import { describe } from './serve.ts'
import type { Services } from './services.ts'

/** Results that may be given again, as one attempt knows them. */
export interface Reusing {
  /** The output of an earlier job with a copy of its file; undefined when there is none. */
  earlier(): Promise<JobOutput | undefined>
  /** Notes what a completed job made, for later ones. Never rejects. */
  note(job: JobRecord): Promise<void>
}

/**
 * Looks for what an earlier job of the same owner made of the same content with the same version of the site,
 * and notes what this one makes. A copy is a file of the new job alone, so that either job may be deleted
 * without the other; the note names the first file and dies with the owner's answers. Whatever goes wrong here
 * costs time and nothing else: the job is then run.
 */
export function reusing<Input, Output extends object>(
  { type, reuse }: JobDefinition<Input, Output>,
  context: JobContext<Input>,
  { owner, files, version }: { owner: string } & Pick<Services, 'files' | 'version'>,
): Reusing {
  const { input, signal, cache, log } = context
  let made: Promise<string | undefined> | undefined

  async function makeKey(): Promise<string | undefined> {
    const content = reuse?.contentOf(input)
    const by = content === undefined ? undefined : await version()
    if (by === undefined) return undefined
    // The order of names counts: a file may carry its input as it came.
    const text = JSON.stringify([by, content])
    return `${type} result ${createHash('sha256').update(text).digest('hex')}`
  }
  const key = () => {
    made ??= makeKey()
    return made
  }

  return {
    async earlier() {
      try {
        const name = reuse && cache && (await key())
        const note = name ? await cache.get(name) : undefined
        if (!reuse || note === undefined) return undefined
        const { fileId, output } = JSON.parse(note) as Note
        const found = await files.get(fileId)
        signal.throwIfAborted()
        if (found?.info.owner !== owner) return undefined
        const { contentType } = found.info
        const file = await context.storeFile(found.bytes, { fileName: reuse.fileNameOf(input), contentType })
        log('job-reused', { bytes: file.bytes })
        return { ...output, file, reused: true }
      } catch (error) {
        signal.throwIfAborted()
        log('reuse-failed', { error: describe(error) })
        return undefined
      }
    },

    async note(job) {
      if (!reuse || !cache || job.status !== 'completed') return
      const { file, ...output } = job.output
      if (!file || output.reused || !reuse.lasts(job.output as Output)) return
      try {
        const name = await key()
        if (name) await cache.set(name, JSON.stringify({ fileId: file.fileId, output } satisfies Note))
      } catch (error) {
        log('reuse-failed', { error: describe(error) })
      }
    },
  }
}

interface Note {
  fileId: string
  /** All of the output but its file. */
  output: JobOutput
}
