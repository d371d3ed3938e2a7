import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { product } from '../product.ts'
import type { Recall } from '../templates/recall.ts'

/**
 * What machines read from our PDFs: every template on every resume, in two extractors.
 *
 *     node tests/bench/recall.ts [resume.json …]
 *
 * `shown` counts strings of the resume that the page shows; `poppler` and `pdf.js` strings of the page that
 * the extractor has whole and in order; `fonts` those embedded as TrueType, of all; `odd` is `yes` when
 * ligature, private-use or radical code points come out.
 */

const {
  exportPdfInput,
  hasPoppler,
  htmlStrings,
  inputStrings,
  MISREAD,
  pdfjsText,
  popplerFonts,
  popplerText,
  printPdf,
  recallInOrder,
  renderResume,
  sharedPool,
  squeeze,
  templateIds,
} = await product<typeof import('./recall-modules.ts')>('tests/bench/recall-modules.ts')

const given = process.argv.slice(2)
const files =
  given.length > 0
    ? given
    : [
        '../../src/templates/sample-resume.json',
        ...['ja', 'ar', 'he', 'scripts'].map((name) => `../templates/resumes/${name}.json`),
      ].map((path) => new URL(path, import.meta.url).pathname)

const poppler = await hasPoppler()
const share = ({ found, expected }: Recall) =>
  `${found}/${expected} ${((100 * found) / expected).toFixed(1)}%`

function row(cells: string[]) {
  const widths = [20, 10, 6, 12, 16, 16, 8, 4]
  process.stdout.write(`${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}\n`)
}

row(['resume', 'template', 'pages', 'shown', 'poppler', 'pdf.js', 'fonts', 'odd'])
for (const file of files) {
  const resume: unknown = JSON.parse(await readFile(file, 'utf8'))
  for (const template of templateIds) {
    const document = await renderResume(exportPdfInput.parse({ resume, template }))
    const { bytes, pages } = await printPdf(document)
    const strings = htmlStrings(document.html)
    const all = squeeze(strings.join(''))
    const input = inputStrings(resume)
    const shown = input.filter((text) => all.includes(squeeze(text))).length
    const texts = [poppler ? await popplerText(bytes) : '', await pdfjsText(bytes)]
    const fonts = poppler ? await popplerFonts(bytes) : []
    row([
      basename(file),
      template,
      String(pages),
      `${shown}/${input.length}`,
      poppler ? share(recallInOrder(strings, texts[0] ?? '')) : 'not here',
      share(recallInOrder(strings, texts[1] ?? '')),
      `${fonts.filter(({ type, embedded }) => embedded && type === 'CID TrueType').length}/${fonts.length}`,
      texts.some((text) => MISREAD.test(text)) ? 'yes' : 'no',
    ])
  }
}
await sharedPool.close()
