import type { Worker } from 'node:worker_threads'
import type { ExtractRubricOutput } from '../../../src/shared/extract-rubric.ts'
import { NonRetryableError, RetryableError } from '../../jobs/errors.ts'
import type { ExtractOptions } from '../extract.ts'
import {
  isReaderThread,
  type ReadingMessage,
  type ReadingRequest,
  startReaderThread,
} from './reader-thread.ts'

export interface ThreadReader {
  /** Starts the thread for the next document, unless one waits already. */
  warm(): void
  /**
   * `extractRubrics` in a thread of its own: whatever the document makes of the reader, the caller's timers
   * run on, an abort ends it at once, and its memory is bounded.
   *
   * @throws NonRetryableError as `extractRubrics` does; `TOO_COMPLEX` when time or memory run out.
   * @throws RetryableError READER_CRASHED
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

    async extract(bytes, { fileName, signal, onStage } = {}) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<ExtractRubricOutput>()
      const until = performance.now() + longestMs
      const memory = process.memoryUsage.rss()
      const watch = setInterval(() => {
        const grown = process.memoryUsage.rss() - memory
        if (performance.now() > until || grown > growthBytes) reject(tooComplex())
      }, LOOK_EVERY_MS)
      const onAbort = () => reject(signal?.reason)
      signal?.addEventListener('abort', onAbort, { once: true })
      const thread = take()
      let sound = false
      thread.on('message', (message: ReadingMessage) => {
        if (message.kind === 'stage') return onStage?.(message.stage)
        sound = message.kind !== 'broke'
        if (message.kind === 'read') resolve(message.output)
        else reject(errorOf(message))
      })
      thread.on('error', (error) => reject(errorOfThread(error)))
      thread.on('exit', (code) => reject(crashed(new Error(`The reader's thread ended with code ${code}`))))
      try {
        // A copy to give away: a small Buffer is a part of a pool that others use.
        const own = Uint8Array.from(bytes)
        const request: ReadingRequest = { bytes: own, ...(fileName === undefined ? {} : { fileName }) }
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

function errorOf(message: Extract<ReadingMessage, { kind: 'refused' | 'broke' }>): Error {
  if (message.kind === 'refused') return new NonRetryableError(message)
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
