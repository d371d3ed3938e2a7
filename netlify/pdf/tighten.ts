import type { JobWarning } from '../../src/shared/job.ts'
import { readRef } from '../../src/shared/pdf-syntax.ts'
import type { Page } from './page.ts'
import { lastPageFill } from './page-fill.ts'
import { dictOf, readPdf, rootOf } from './pdf-objects.ts'
import type { PrintDocument } from './print-document.ts'

/** Below this no template gets any smaller: its type is at 9 pt. */
const SMALLEST = 0.55
/** Nobody asked for it, so it must not be seen. */
const SMALLEST_UNASKED = 0.9
/** How near to the largest scale that fits the search goes. */
const PRECISION = 0.02
/** A last page with less on it looks like a mistake. */
const SPARSE = 0.15

interface Printed {
  bytes: Uint8Array
  warnings: JobWarning[]
}

/**
 * Prints; then, when the document asks to fit a number of pages, prints again at smaller scales, looking for
 * the largest that fits. When none does the document keeps its size and a warning says so. A document that
 * asks for nothing is tightened a little when that spares it a last page less than 15 % full.
 */
export async function tighten(
  document: Pick<PrintDocument, 'fit' | 'html'>,
  page: Pick<Page, 'setVariable'>,
  print: () => Promise<Uint8Array>,
): Promise<Printed> {
  const bytes = await print()
  const { fit } = document
  const tightens = /<html\b[^>]*--scale/i.test(document.html)
  if (fit === undefined && !tightens) return { bytes, warnings: [] }
  const pages = countPages(bytes)
  if (fit === undefined) {
    if (pages === 1 || lastPageFill(bytes) >= SPARSE) return { bytes, warnings: [] }
    const tighter = await largestThatFits(pages - 1, SMALLEST_UNASKED, page, print)
    return { bytes: tighter ?? bytes, warnings: [] }
  }
  if (pages <= fit) return { bytes, warnings: [] }
  const fitted = tightens ? await largestThatFits(fit, SMALLEST, page, print) : undefined
  if (fitted) return { bytes: fitted, warnings: [] }
  const message = `The resume takes ${pages} pages and cannot be made to fit ${fit} without type smaller than 9 pt. Shorten it, or choose a denser template.`
  return { bytes, warnings: [{ code: 'DOES_NOT_FIT', message }] }
}

/** The print at the largest scale with at most `pages` pages; undefined when even `smallest` has more. */
async function largestThatFits(
  pages: number,
  smallest: number,
  page: Pick<Page, 'setVariable'>,
  print: () => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  const printAt = async (scale: number) => {
    await page.setVariable('--scale', scale.toFixed(3))
    const printed = await print()
    return countPages(printed) <= pages ? printed : undefined
  }
  let best = await printAt(smallest)
  if (!best) return undefined
  let low = smallest
  let high = 1
  while (high - low > PRECISION) {
    const middle = (low + high) / 2
    const printed = await printAt(middle)
    if (printed) {
      best = printed
      low = middle
    } else high = middle
  }
  return best
}

export function countPages(pdf: Uint8Array): number {
  const objects = readPdf(pdf)
  return Number(dictOf(objects, readRef(rootOf(objects).dict.get('Pages'))).get('Count'))
}
