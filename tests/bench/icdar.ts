import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layOutPage, type PageLayout } from '../../netlify/rubric/pdf/page-layout.ts'
import { readPages } from '../../netlify/rubric/pdf/read-pages.ts'
import {
  f1,
  precision,
  readTruth,
  recall,
  type Score,
  type ScoredTable,
  scoreDocument,
} from './icdar-score.ts'

/**
 * Table detection and structure, end to end, on the ICDAR-2013 table competition. The set is not part of this
 * repository; it is, for example, among the test resources of github.com/tabulapdf/tabula-java.
 *
 *   ICDAR_DIR=<icdar2013-dataset> node tests/bench/icdar.ts [--each] [--show=<name>] [name …]
 *
 * Prints the mean per-document F1 of adjacency relations, precision, recall and milliseconds a page. `--each`
 * adds a line per document; `--show` prints what was found and what was expected.
 */

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const directory = process.env.ICDAR_DIR
if (!directory || !existsSync(directory)) {
  write('ICDAR_DIR is not set to the folder of the ICDAR-2013 data set: nothing was measured.')
  process.exit(0)
}

const each = process.argv.includes('--each')
const show = process.argv.find((a) => a.startsWith('--show='))?.slice(7)
const only = process.argv.slice(2).filter((a) => !a.startsWith('--'))

interface Result {
  name: string
  score: Score
  pages: number
  ms: number
}

const documents = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.pdf') && existsSync(join(directory, path.replace(/\.pdf$/, '-str.xml'))))
  .map((path) => join(directory, path))
  .sort()

const results: Result[] = []
let selfCheck = 0
for (const path of documents) {
  const name = path.split('/').at(-1)?.replace('.pdf', '') ?? path
  if ((show ?? name) !== name || (only.length > 0 && !only.includes(name))) continue
  const truth = readTruth(readFileSync(path.replace(/\.pdf$/, '-str.xml'), 'utf8'))
  selfCheck += f1(scoreDocument(truth, truth))
  const started = performance.now()
  const layouts: PageLayout[] = []
  for await (const { content } of readPages(readFileSync(path))) {
    layouts.push(layOutPage(content, layouts.at(-1)))
  }
  const ms = performance.now() - started
  const found = layouts.flatMap(toScored)
  const score = scoreDocument(truth, found)
  results.push({ name, score, pages: layouts.length, ms })
  if (show) {
    for (const table of truth) write(`EXPECTED page ${table.page}\n${draw(table)}`)
    for (const table of found) write(`FOUND page ${table.page}\n${draw(table)}`)
  }
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)
if (each || show) {
  for (const { name, score, pages, ms } of [...results].sort((a, b) => f1(a.score) - f1(b.score))) {
    write(
      `${name.padEnd(8)} F1 ${f1(score).toFixed(3)}  P ${precision(score).toFixed(3)}  R ${recall(score).toFixed(3)}  ` +
        `${score.correct}/${score.expected} expected, ${score.found} found, ${pages} pages, ${(ms / pages).toFixed(0)} ms a page`,
    )
  }
}
const pages = results.reduce((sum, r) => sum + r.pages, 0)
const total = results.reduce(
  (sum, { score }) => ({
    correct: sum.correct + score.correct,
    expected: sum.expected + score.expected,
    found: sum.found + score.found,
  }),
  { correct: 0, expected: 0, found: 0 },
)
const part = (test: (i: number) => boolean): string =>
  mean(results.filter((_, i) => test(i)).map((r) => f1(r.score))).toFixed(4)
write(`documents           ${results.length} (${pages} pages)`)
write(`truth against truth ${(selfCheck / Math.max(1, results.length)).toFixed(4)}`)
write(
  `mean F1             ${part(() => true)}   even documents ${part((i) => i % 2 === 0)}, odd ${part((i) => i % 2 === 1)}`,
)
write(`mean precision      ${mean(results.map((r) => precision(r.score))).toFixed(4)}`)
write(`mean recall         ${mean(results.map((r) => recall(r.score))).toFixed(4)}`)
write(`all relations       F1 ${f1(total).toFixed(4)}`)
write(
  `time                ${(results.reduce((sum, r) => sum + r.ms, 0) / Math.max(1, pages)).toFixed(1)} ms a page`,
)

function toScored(layout: PageLayout): ScoredTable[] {
  return layout.tables.map((table) => ({
    page: layout.page,
    cells: table.cells.map((cell) => ({ ...cell, text: cell.lines.map((l) => l.text).join('\n') })),
  }))
}

function draw(table: ScoredTable): string {
  const rows = Math.max(0, ...table.cells.map((c) => c.row + 1))
  return Array.from({ length: rows }, (_, row) =>
    table.cells
      .filter((c) => c.row === row && c.text.trim() !== '')
      .sort((a, b) => a.column - b.column)
      .map((c) => {
        const span = `${c.columnSpan > 1 ? `→${c.columnSpan}` : ''}${c.rowSpan > 1 ? `↓${c.rowSpan}` : ''}`
        return `[${c.column}${span}] ${c.text.replace(/\s+/g, ' ').trim()}`
      })
      .join(' | '),
  ).join('\n')
}
