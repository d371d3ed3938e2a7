import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { product } from '../product.ts'
import type { Recall } from '../templates/recall.ts'

/**
 * What machines read from our PDFs: every template on resumes in every language, in two extractors as they come.
 *
 *     node tests/bench/recall.ts [--template ID …] [--missing] [LANGUAGE | resume.json …]
 *
 * `shown`: strings of the resume that the page shows. `poppler` and `pdf.js`: strings of the page that the
 * extractor has whole and in order. `words`: different words that come out as words, of both. `fonts`: those
 * embedded as TrueType, of all; `type3`: those that are not even that. `odd`: ligature, private-use or radical code
 * points. `boxes`: characters drawn as a box. `--missing` lists what was not found.
 */

const {
  drawnBoxes,
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
  resumeIn,
  resumeNames,
  sharedPool,
  squeeze,
  templateIds,
  wordRecall,
} = await product<typeof import('./recall-modules.ts')>('tests/bench/recall-modules.ts')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { template: { type: 'string', multiple: true }, missing: { type: 'boolean' } },
})
const chosen = templateIds.filter((id) => values.template?.includes(id) ?? true)
const poppler = await hasPoppler()
const share = ({ found, expected }: Recall) =>
  `${found}/${expected} ${((100 * found) / expected).toFixed(1)}%`

const WIDTHS = [9, 9, 5, 9, 14, 14, 16, 6, 5, 4, 5]
function row(cells: string[]) {
  process.stdout.write(
    `${cells
      .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
      .join(' ')
      .trimEnd()}\n`,
  )
}

row(['resume', 'template', 'pages', 'shown', 'poppler', 'pdf.js', 'words', 'fonts', 'type3', 'odd', 'boxes'])
for (const name of positionals.length > 0 ? positionals : resumeNames) {
  const resume = name.endsWith('.json') ? JSON.parse(await readFile(name, 'utf8')) : await resumeIn(name)
  for (const template of chosen) {
    const document = await renderResume(exportPdfInput.parse({ resume, template }))
    const { bytes, pages } = await printPdf(document)
    const strings = htmlStrings(document.html)
    const all = squeeze(strings.join(''))
    const input = inputStrings(resume)
    const shown = input.filter((text) => all.includes(squeeze(text))).length
    const texts = poppler ? [await popplerText(bytes), await pdfjsText(bytes)] : [await pdfjsText(bytes)]
    const recalls = texts.map((text) => recallInOrder(strings, text))
    const words = texts.map((text) => wordRecall(strings, text))
    const fonts = poppler ? await popplerFonts(bytes) : []
    row([
      basename(name),
      template,
      String(pages),
      `${shown}/${input.length}`,
      ...(poppler ? [] : ['not here']),
      ...recalls.map(share),
      words.map(({ found, expected }) => ((100 * found) / expected).toFixed(1)).join(' '),
      `${fonts.filter(({ type, embedded }) => embedded && type === 'CID TrueType').length}/${fonts.length}`,
      String(fonts.filter(({ type }) => type === 'Type 3').length),
      texts.some((text) => MISREAD.test(text)) ? 'yes' : 'no',
      String(drawnBoxes(bytes)),
    ])
    if (values.missing)
      for (const { missing } of [...recalls, ...words])
        if (missing.length > 0) process.stdout.write(`${missing.join(' | ')}\n`)
  }
}
await sharedPool.close()
