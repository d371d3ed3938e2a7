import { readArray, readRef } from '../../src/shared/pdf-syntax.ts'
import { apply, IDENTITY, type Matrix, multiply } from './matrix.ts'
import { dictOf, readPdf, rootOf } from './pdf-objects.ts'
import { streamOf } from './pdf-streams.ts'

interface Area {
  top: number
  bottom: number
}

/**
 * How much of its last page a PDF uses, from 0 to 1: from the top of the page's content area down to the
 * lowest text or picture in it. What stands in the margins (page numbers) does not count. Reads the operators
 * that Skia writes; 1 when it finds no content area.
 */
export function lastPageFill(pdf: Uint8Array): number {
  const objects = readPdf(pdf)
  // Skia groups pages by eight, and groups by eight again.
  let page = dictOf(objects, readRef(rootOf(objects).dict.get('Pages')))
  for (let kids = page.get('Kids'); kids !== undefined; kids = page.get('Kids')) {
    page = dictOf(objects, readRef(readArray(kids).at(-1)))
  }
  const text = streamOf(objects, readRef(page.get('Contents')) ?? -1).toString('latin1')
  const height = Number(readArray(page.get('MediaBox') ?? '')[3])
  return fillOf(text, height)
}

function fillOf(content: string, pageHeight: number): number {
  let matrix: Matrix = IDENTITY
  let clip: Area | undefined
  const saved: { matrix: Matrix; clip: Area | undefined }[] = []
  let area: Area | undefined
  let lowest = pageHeight
  let rect: Area | undefined
  const draw = (y: number) => {
    if (area && clip && clip.top === area.top && clip.bottom === area.bottom) lowest = Math.min(lowest, y)
  }
  for (const line of content.split('\n')) {
    const words = line.split(' ')
    const n = (index: number) => Number(words[index])
    switch (words.at(-1)) {
      case 'q':
        saved.push({ matrix, clip })
        break
      case 'Q':
        ;({ matrix, clip } = saved.pop() ?? { matrix, clip })
        break
      case 'cm':
        matrix = multiply(matrix, [n(0), n(1), n(2), n(3), n(4), n(5)])
        break
      case 're': {
        const [a, b] = [apply(matrix, n(0), n(1))[1], apply(matrix, n(0), n(1) + n(3))[1]]
        rect = { top: Math.max(a, b), bottom: Math.min(a, b) }
        break
      }
      case 'n':
        if (/^W/.test(line) && rect) {
          clip = rect
          // The first large clip is the page's content area.
          if (!area && rect.top - rect.bottom > pageHeight / 2) area = rect
        }
        break
      case 'Tm':
        draw(apply(matrix, n(4), n(5))[1])
        break
      case 'Do':
        draw(Math.min(apply(matrix, 0, 0)[1], apply(matrix, 0, 1)[1]))
        break
    }
  }
  if (!area) return 1
  return Math.min(1, Math.max(0, (area.top - lowest) / (area.top - area.bottom)))
}
