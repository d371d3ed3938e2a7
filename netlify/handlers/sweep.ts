import { recoverJob } from './look-after.ts'
import { describe, serve } from './serve.ts'
import type { GetServices } from './services.ts'

/** How much one sweep looks at, and for how long; a scheduled function has 30 s. */
const BATCH = 50
const BUDGET_MS = 20_000

/**
 * What published sites do each minute: starts what hangs and forgets what is past its time. Safe to run twice
 * at once, for it does nothing that any other look would not do.
 */
export function sweep<Context>(getServices: GetServices<Context>) {
  return serve(getServices, async (_request, services) => {
    const { store, files, answers, log, now } = services
    const until = now() + BUDGET_MS
    const found = await store.sweep(BATCH)
    let done = 0
    for (const { kind, job } of found) {
      if (now() >= until) break
      try {
        if (kind === 'gone') await store.erase(job.jobId)
        else await recoverJob(job.jobId, services)
        done += 1
      } catch (error) {
        log('sweep-failed', { jobId: job.jobId, error: describe(error) }, 'warn')
      }
    }
    const filesDeleted = now() < until ? await files.sweep(BATCH) : 0
    const answersDeleted = now() < until ? await answers.sweep(BATCH) : 0
    if (found.length > 0 || filesDeleted > 0 || answersDeleted > 0) {
      log('swept', { found: found.length, done, filesDeleted, answersDeleted })
    }
    return new Response(null, { status: 204 })
  })
}
