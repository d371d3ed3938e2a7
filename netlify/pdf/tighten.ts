import type { JobWarning } from '../../src/shared/job.ts'
import { readRef } from '../../src/shared/pdf-syntax.ts'
import type { Page } from './page.ts'
import { dictOf, readPdf, rootOf } from './pdf-objects.ts'
import type { PrintDocument } from './print-document.ts'

/** Below this no template gets any smaller: its type is at 9 pt. */
const SMALLEST = 0.55
/** How near to the largest scale that fits the search goes. */
const PRECISION = 0.02

interface Printed {
  bytes: Uint8Array
  warnings: JobWarning[]
}

/**
 * Prints, and when the document asks to fit a number of pages prints again at smaller scales, looking for the
 * largest that fits. When none does the document keeps its size and a warning says so.
 */
export async function tighten(
  document: Pick<PrintDocument, 'fit' | 'html'>,
  page: Pick<Page, 'setVariable'>,
  print: () => Promise<Uint8Array>,
): Promise<Printed> {
  const bytes = await print()
  const { fit } = document
  if (fit === undefined) return { bytes, warnings: [] }
  const pages = countPages(bytes)
  if (pages <= fit) return { bytes, warnings: [] }

  const tooLong = {
    bytes,
    warnings: [
      {
        code: 'DOES_NOT_FIT',
        message: `The resume takes ${pages} pages and cannot be made to fit ${fit} without type smaller than 9 pt. Shorten it, or choose a denser template.`,
      },
    ],
  }
  if (!/<html\b[^>]*--scale/i.test(document.html)) return tooLong

  const printAt = async (scale: number) => {
    await page.setVariable('--scale', scale.toFixed(3))
    const printed = await print()
    return countPages(printed) <= fit ? printed : undefined
  }
  let best = await printAt(SMALLEST)
  if (!best) return tooLong
  let low = SMALLEST
  let high = 1
  while (high - low > PRECISION) {
    const middle = (low + high) / 2
    const printed = await printAt(middle)
    if (printed) {
      best = printed
      low = middle
    } else high = middle
  }
  return { bytes: best, warnings: [] }
}

export function countPages(pdf: Uint8Array): number {
  const objects = readPdf(pdf)
  return Number(dictOf(objects, readRef(rootOf(objects).dict.get('Pages'))).get('Count'))
}
