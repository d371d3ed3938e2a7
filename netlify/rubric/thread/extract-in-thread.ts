import type { Worker } from 'node:worker_threads'
import type { ExtractRubricOutput } from '../../../src/shared/extract-rubric.ts'
import { NonRetryableError, RetryableError } from '../../jobs/errors.ts'
import type { ExtractOptions } from '../extract.ts'
import type { ReadingModel, Reply } from '../model/reading-model.ts'
import {
  isReaderThread,
  type ReadingMessage,
  type ReadingQuestion,
  type ReadingRequest,
  startReaderThread,
} from './reader-thread.ts'

export interface ThreadReader {
  /** Starts the thread for the next document, unless one waits already. */
  warm(): void
  /**
   * `extractRubrics` in a thread of its own: whatever the document makes of the reader, the caller's timers
   * run on, an abort ends it at once, and its memory is bounded. A language model is asked from here, since the
   * thread has neither keys nor reason to use the network; the time that takes counts for nothing.
   *
   * @throws NonRetryableError as `extractRubrics` does; `TOO_COMPLEX` when time or memory run out.
   * @throws RetryableError READER_CRASHED, and as `extractRubrics` does
   */
  extract(bytes: Uint8Array, options?: ExtractOptions): Promise<ExtractRubricOutput>
}

interface ThreadReaderLimits {
  /**
   * Milliseconds for one document. Default 70 000: the PDF reader's own limit is 60 s and knows more to say;
   * this one also ends what never looks at a clock.
   */
  longestMs?: number
  /** Megabytes of a thread's heap. Default 512, as a function has 1024 MB by default. */
  heapMb?: number
  /** More memory of the process than this, on top of what was in use, ends the reading. Default 700 MB. */
  growthBytes?: number
}

const LOOK_EVERY_MS = 100
/** What documents leave behind in a thread must not count against a later one. */
const MOST_READINGS = 25

/** Reads each document in a thread; one that went well is kept for the next document. */
export function createThreadReader({
  longestMs = 70_000,
  heapMb = 512,
  growthBytes = 700 * 1024 * 1024,
}: ThreadReaderLimits = {}): ThreadReader {
  const readings = new WeakMap<Worker, number>()
  let idle: Worker | undefined

  function keep(thread: Worker): void {
    const forget = () => {
      if (idle === thread) idle = undefined
    }
    thread.unref()
    thread.on('error', forget)
    thread.on('exit', forget)
    idle = thread
  }

  function take(): Worker {
    const thread = idle ?? startReaderThread(heapMb)
    idle = undefined
    thread.removeAllListeners()
    thread.ref()
    return thread
  }

  return {
    warm() {
      if (!isReaderThread && !idle) keep(startReaderThread(heapMb))
    },

    async extract(bytes, { fileName, signal, onStage, model } = {}) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<ExtractRubricOutput>()
      const clock = stopwatch()
      const memory = process.memoryUsage.rss()
      const watch = setInterval(() => {
        const grown = process.memoryUsage.rss() - memory
        if (clock.ms() > longestMs || grown > growthBytes) reject(tooComplex())
      }, LOOK_EVERY_MS)
      const onAbort = () => reject(signal?.reason)
      signal?.addEventListener('abort', onAbort, { once: true })
      const thread = take()
      let sound = false
      thread.on('message', (message: ReadingMessage) => {
        if (message.kind === 'stage') return onStage?.(message.stage)
        if (message.kind === 'question') {
          const { number, question } = message
          clock.pause()
          ask(model, question)
            .then((reply) => thread.postMessage({ kind: 'reply', number, reply } satisfies ReadingRequest))
            .catch(reject)
            .finally(clock.goOn)
          return
        }
        sound = message.kind !== 'broke'
        if (message.kind === 'read') resolve(message.output)
        else reject(errorOf(message))
      })
      thread.on('error', (error) => reject(errorOfThread(error)))
      thread.on('exit', (code) => reject(crashed(new Error(`The reader's thread ended with code ${code}`))))
      try {
        // A copy to give away: a small Buffer is a part of a pool that others use.
        const own = Uint8Array.from(bytes)
        const request: ReadingRequest = {
          kind: 'document',
          bytes: own,
          ...(fileName === undefined ? {} : { fileName }),
          asks: model !== undefined,
        }
        thread.postMessage(request, [own.buffer])
        return await promise
      } finally {
        clearInterval(watch)
        signal?.removeEventListener('abort', onAbort)
        thread.removeAllListeners()
        const done = (readings.get(thread) ?? 0) + 1
        readings.set(thread, done)
        if (sound && idle === undefined && done < MOST_READINGS) keep(thread)
        else await thread.terminate()
      }
    },
  }
}

/** The instance's own. */
export const sharedReader = createThreadReader()

function ask(model: ReadingModel | undefined, question: ReadingQuestion): Promise<Reply<unknown>> {
  if (!model) return Promise.reject(new Error('The reading asked a language model, and there is none'))
  return question.asked === 'readPicture'
    ? model.readPicture(question.value)
    : model.judgeTables(question.value)
}

/** Milliseconds that have gone by while nobody waited for a language model. */
function stopwatch() {
  let waits = 0
  let gone = 0
  let since = performance.now()
  return {
    ms: () => gone + (waits > 0 ? 0 : performance.now() - since),
    pause() {
      if (waits === 0) gone += performance.now() - since
      waits++
    },
    goOn() {
      waits--
      if (waits === 0) since = performance.now()
    },
  }
}

function errorOf(message: Extract<ReadingMessage, { kind: 'refused' | 'broke' }>): Error {
  if (message.kind === 'refused') {
    return message.retryable ? new RetryableError(message) : new NonRetryableError(message)
  }
  const cause = new Error(message.name)
  cause.stack = message.stack
  return message.name === 'RangeError' ? tooComplex(cause) : cause
}

function errorOfThread(error: Error & { code?: string }): Error {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooComplex(error) : crashed(error)
}

function tooComplex(cause?: unknown): NonRetryableError {
  return new NonRetryableError({
    code: 'TOO_COMPLEX',
    publicMessage:
      'The document takes too much time or memory to read. Save only the pages with the rubric and upload that.',
    cause,
  })
}

function crashed(cause: unknown): RetryableError {
  return new RetryableError({
    code: 'READER_CRASHED',
    publicMessage: 'Reading the document broke off. It will be tried again.',
    cause,
  })
}
