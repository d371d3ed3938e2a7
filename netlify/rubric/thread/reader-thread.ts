import { isMainThread, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads'
import type { ExtractRubricOutput } from '../../../src/shared/extract-rubric.ts'
import { NonRetryableError } from '../../jobs/errors.ts'
import type { ExtractOptions } from '../extract.ts'

/**
 * The thread that reads documents, and how it is started. Both are in this file because a function's bundle is
 * one file: `import.meta.url` is that file there and this one in the sources, and either, started as a thread,
 * comes to the last line here.
 */

export interface ReadingRequest {
  bytes: Uint8Array
  fileName?: string
}

export type ReadingMessage =
  | { kind: 'stage'; stage: Parameters<NonNullable<ExtractOptions['onStage']>>[0] }
  | { kind: 'read'; output: ExtractRubricOutput }
  | { kind: 'refused'; code: string; publicMessage: string; cause?: string }
  /** Something that no document should be able to cause, but for `RangeError`s: a stack or a size at its end. */
  | { kind: 'broke'; name: string; stack: string }

const READER = 'offstage-rubric-reader'

/** True in a thread that `startReaderThread` started. */
export const isReaderThread = !isMainThread && workerData === READER

/** Starts a thread that answers each `ReadingRequest` with `ReadingMessage`s. */
export function startReaderThread(heapMb: number): Worker {
  return new Worker(new URL(import.meta.url), {
    name: READER,
    workerData: READER,
    // What reads strangers' documents needs none of the site's secrets.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
}

async function read({ bytes, fileName }: ReadingRequest, port: MessagePort): Promise<ReadingMessage> {
  try {
    const { extractRubrics } = await import('../extract.ts')
    const output = await extractRubrics(bytes, {
      ...(fileName === undefined ? {} : { fileName }),
      onStage: (stage) => port.postMessage({ kind: 'stage', stage } satisfies ReadingMessage),
    })
    return { kind: 'read', output }
  } catch (error) {
    if (error instanceof NonRetryableError) {
      const { code, publicMessage, cause } = error
      return {
        kind: 'refused',
        code,
        publicMessage,
        ...(cause === undefined ? {} : { cause: String(cause) }),
      }
    }
    const { name, stack } = error instanceof Error ? error : new Error(String(error))
    return { kind: 'broke', name, stack: stack ?? name }
  }
}

function serve(port: MessagePort): void {
  port.on('message', async (request: ReadingRequest) => port.postMessage(await read(request, port)))
  // Loaded while the job is still being claimed.
  void import('../extract.ts').then(() => import('../pdf/read-pdf.ts'))
}

if (isReaderThread && parentPort) serve(parentPort)
