import { isMainThread, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads'
import type { ExtractRubricOutput } from '../../../src/shared/extract-rubric.ts'
import { NonRetryableError, RetryableError } from '../../jobs/errors.ts'
import type { ExtractOptions } from '../extract.ts'
import type { ReadingModel, Reply } from '../model/reading-model.ts'

/**
 * The thread that reads documents, and how it is started. Both are in this file because a function's bundle is
 * one file: `import.meta.url` is that file there and this one in the sources, and either, started as a thread,
 * comes to the last line here.
 */

export type ReadingRequest =
  /** `asks`: whoever sent it answers questions for a language model. */
  | { kind: 'document'; bytes: Uint8Array; fileName?: string; asks: boolean }
  /** The answer to a question, by its number. */
  | { kind: 'reply'; number: number; reply: Reply<unknown> }

/** A question for the language model that only the thread's owner has the key and the network for. */
export type ReadingQuestion = {
  [Asked in keyof ReadingModel]: { asked: Asked; value: Parameters<ReadingModel[Asked]>[0] }
}[keyof ReadingModel]

export type ReadingMessage =
  | { kind: 'question'; number: number; question: ReadingQuestion }
  | { kind: 'stage'; stage: Parameters<NonNullable<ExtractOptions['onStage']>>[0] }
  | { kind: 'read'; output: ExtractRubricOutput }
  | {
      kind: 'refused'
      code: string
      publicMessage: string
      cause?: string
      retryable: boolean
      retryAfterMs?: number
    }
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

type Document = Extract<ReadingRequest, { kind: 'document' }>

async function read(
  { bytes, fileName }: Document,
  port: MessagePort,
  model: ReadingModel | undefined,
): Promise<ReadingMessage> {
  try {
    const { extractRubrics } = await import('../extract.ts')
    const output = await extractRubrics(bytes, {
      ...(fileName === undefined ? {} : { fileName }),
      ...(model ? { model } : {}),
      onStage: (stage) => port.postMessage({ kind: 'stage', stage } satisfies ReadingMessage),
    })
    return { kind: 'read', output }
  } catch (error) {
    if (error instanceof NonRetryableError || error instanceof RetryableError) {
      const { code, publicMessage, cause } = error
      const retryAfterMs = error instanceof RetryableError ? error.retryAfterMs : undefined
      return {
        kind: 'refused',
        code,
        publicMessage,
        retryable: error instanceof RetryableError,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        ...(cause === undefined ? {} : { cause: String(cause) }),
      }
    }
    const { name, stack } = error instanceof Error ? error : new Error(String(error))
    return { kind: 'broke', name, stack: stack ?? name }
  }
}

/** The language model as the thread has it: questions go out by number, and answers come back. */
function asking(port: MessagePort, waiting: Map<number, (reply: Reply<never>) => void>): ReadingModel {
  let last = 0
  function ask(question: ReadingQuestion): Promise<Reply<never>> {
    const number = ++last
    const { promise, resolve } = Promise.withResolvers<Reply<never>>()
    waiting.set(number, resolve)
    port.postMessage({ kind: 'question', number, question } satisfies ReadingMessage)
    return promise
  }
  return {
    readPicture: (value) => ask({ asked: 'readPicture', value }),
    judgeTables: (value) => ask({ asked: 'judgeTables', value }),
  }
}

function serve(port: MessagePort): void {
  const waiting = new Map<number, (reply: Reply<never>) => void>()
  const model = asking(port, waiting)
  port.on('message', async (request: ReadingRequest) => {
    if (request.kind === 'document') {
      port.postMessage(await read(request, port, request.asks ? model : undefined))
      return
    }
    waiting.get(request.number)?.(request.reply as Reply<never>)
    waiting.delete(request.number)
  })
  // Loaded while the job is still being claimed.
  void import('../extract.ts').then(() => import('../pdf/read-pdf.ts'))
}

if (isReaderThread && parentPort) serve(parentPort)
