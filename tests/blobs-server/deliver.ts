import type { BlobsAnswer, BlobsCore, BlobsRequest } from './core.ts'
import type { Faults } from './faults.ts'

/** Hands one request to the core with whatever fault is due. Undefined: no answer reaches the caller. */
export async function deliver(
  core: BlobsCore,
  faults: Faults,
  request: BlobsRequest,
  time: { sleep(ms: number): Promise<void>; later(ms: number, run: () => void): void },
): Promise<BlobsAnswer | undefined> {
  const fault = faults.take(core.describe(request))
  switch (fault?.kind) {
    case undefined:
      return core.answer(request)
    case 'status':
      if (fault.when === 'after') core.answer(request)
      return { status: fault.status, headers: {}, body: null }
    case 'lost':
      if (fault.when === 'after') core.answer(request)
      return undefined
    case 'late':
      if ('until' in fault) void fault.until.then(() => core.answer(request))
      else time.later(fault.ms, () => core.answer(request))
      return undefined
    case 'stale':
      return core.answer(request, { stale: true })
    case 'slow': {
      if (fault.when === 'after') {
        const answer = core.answer(request)
        await time.sleep(fault.ms)
        return answer
      }
      await time.sleep(fault.ms)
      return core.answer(request)
    }
    case 'duplicate': {
      const answer = core.answer(request)
      if (fault.ms === undefined) core.answer(request)
      else time.later(fault.ms, () => core.answer(request))
      return answer
    }
  }
}
