import { setImmediate } from 'node:timers/promises'
import type { PageContent } from './content/page-content.ts'
import { readPageContent } from './content/read-page-content.ts'
import { guardAgainstBombs } from './decompression-guard.ts'
import { loadPdf } from './pdfjs.ts'
import { corruptFile, emptyFile, tooComplex, tooManyPages, toReadError } from './read-errors.ts'

export interface ReadPage {
  pageCount: number
  content: PageContent
  title: string | undefined
  /** Whether the program that set the text breaks words at the end of lines (TeX and typesetting programs). */
  hyphenates: boolean
}

export interface ReadPagesOptions {
  signal?: AbortSignal
  /** Default 1000. */
  maxPages?: number
  /** Milliseconds for the whole document. Default 60 000. */
  deadlineMs?: number
}

/** More memory than this on top of what was in use ends the reading. */
const MAX_GROWTH_BYTES = 700 * 1024 * 1024
/** Not the "PDFContext" of macOS, which breaks no words. */
const HYPHENATING = /tex(?!t)|dvips|indesign|quark|framemaker|fop|antenna|prince|scribus/i

/**
 * The painted content of each page, one page in memory at a time. Errors are `NonRetryableError`s that say
 * what to do; an abort throws the signal's reason.
 */
export async function* readPages(
  bytes: Uint8Array,
  options: ReadPagesOptions = {},
): AsyncGenerator<ReadPage> {
  const { signal, maxPages = 1000, deadlineMs = 60_000 } = options
  signal?.throwIfAborted()
  if (bytes.length === 0) throw emptyFile()
  if (!startsLikePdf(bytes)) throw corruptFile(undefined)
  guardAgainstBombs(bytes)
  const started = performance.now()
  const memory = process.memoryUsage.rss()
  const task = loadPdf(bytes)
  let stop: (reason: unknown) => void = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = reject
  })
  stopped.catch(() => {})
  const onAbort = (): void => stop(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const watch = setInterval(() => {
    const late = performance.now() - started > deadlineMs
    if (late || process.memoryUsage.rss() - memory > MAX_GROWTH_BYTES) stop(tooComplex())
  }, 100)
  const within = <T>(work: Promise<T>): Promise<T> => Promise.race([work, stopped])
  try {
    const pdf = await within(task.promise)
    if (pdf.numPages > maxPages) throw tooManyPages(pdf.numPages, maxPages)
    const layers = await within(pdf.getOptionalContentConfig())
    const { info } = (await within(pdf.getMetadata()).catch(() => ({ info: {} }))) as {
      info: Record<string, unknown>
    }
    const title = typeof info.Title === 'string' && info.Title.trim() !== '' ? info.Title.trim() : undefined
    const hyphenates = HYPHENATING.test(`${info.Producer ?? ''} ${info.Creator ?? ''}`)
    for (let number = 1; number <= pdf.numPages; number++) {
      // pdf.js never leaves the microtask queue, so timers and signals would wait for the last page.
      await within(setImmediate())
      if (performance.now() - started > deadlineMs) throw tooComplex()
      const page = await within(pdf.getPage(number))
      const content = await within(
        readPageContent(page, { isVisible: (group) => layers.isVisible(group as never) }),
      )
      signal?.throwIfAborted()
      yield { pageCount: pdf.numPages, content, title, hyphenates }
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw toReadError(error)
  } finally {
    clearInterval(watch)
    signal?.removeEventListener('abort', onAbort)
    await task.destroy()
  }
}

/** The header may follow other bytes, but within the first kilobyte (ISO 32000-1, Annex H, note 13). */
function startsLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1029)).includes('%PDF-')
}
