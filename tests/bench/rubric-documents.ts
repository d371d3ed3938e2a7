import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { asRead, type Difference, differences, sameFigures, type Truth } from './rubric-truth.ts'

/**
 * Real rubric documents against what a person read in them (the form of the truth is in rubric-truth.ts). The
 * documents are not part of this repository.
 *
 *   RUBRIC_DOCUMENTS_DIR=<folder> node tests/bench/rubric-documents.ts [--all] [file …]
 *
 * Prints a line per document, the first three differences below it (`--all`: every one), and the sums.
 */

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const directory = process.env.RUBRIC_DOCUMENTS_DIR
if (!directory || !existsSync(directory)) {
  write('RUBRIC_DOCUMENTS_DIR is not set to a folder of documents with their truths: nothing was measured.')
  process.exit(0)
}

const all = process.argv.includes('--all')
const only = process.argv.slice(2).filter((a) => !a.startsWith('--'))
const names = readdirSync(directory)
  .filter((name) => existsSync(join(directory, `${name}.truth.json`)))
  .filter((name) => only.length === 0 || only.includes(name))
  .sort()

interface Result {
  format: string
  isRubric: boolean
  wrong: Difference[]
  figures: boolean
}

const results: Result[] = []
let selfCheck = 0
for (const name of names) {
  const truth = JSON.parse(readFileSync(join(directory, `${name}.truth.json`), 'utf8')) as Truth
  if (differences(truth, asRead(truth)).length === 0) selfCheck++
  const { wrong, figures } = await judge(truth, name)
  results.push({ format: extname(name).slice(1), isRubric: truth.isRubric, wrong, figures })
  const size = truth.rubrics?.map(({ criteria }) => criteria.length).join('+') ?? 'no rubric'
  write(`${wrong.length === 0 ? 'right' : 'WRONG'}  ${name.padEnd(28)} ${size}`)
  for (const { part, text } of wrong.slice(0, all ? undefined : 3)) write(`         ${part}: ${text}`)
  if (!all && wrong.length > 3) write(`         … ${wrong.length - 3} more`)
}

const rubrics = results.filter(({ isRubric }) => isRubric)
const others = results.filter(({ isRubric }) => !isRubric)
const share = (label: string, part: Result[], test: (result: Result) => boolean): void => {
  const right = part.filter(test).length
  const percent = part.length === 0 ? '' : `${((100 * right) / part.length).toFixed(1)} %`
  write(`${label.padEnd(22)} ${right}/${part.length}`.padEnd(34) + percent)
}
const without = (...parts: Difference['part'][]) => {
  return ({ wrong }: Result) => wrong.every(({ part }) => !parts.includes(part))
}
write(`\ntruth against truth    ${selfCheck}/${results.length}`)
share('exactly right', rubrics, ({ wrong }) => wrong.length === 0)
share('criteria right', rubrics, without('criteria'))
share('levels right', rubrics, without('criteria', 'levels'))
share('points right', rubrics, without('criteria', 'points'))
share('all numbers right', rubrics, ({ figures }) => figures)
share('others refused', others, ({ wrong }) => wrong.length === 0)
for (const format of [...new Set(rubrics.map((r) => r.format))].sort())
  share(
    `  exactly right, ${format}`,
    rubrics.filter((r) => r.format === format),
    (r) => r.wrong.length === 0,
  )

async function judge(truth: Truth, name: string): Promise<{ wrong: Difference[]; figures: boolean }> {
  const bytes = readFileSync(join(directory as string, name))
  try {
    const { rubrics } = await extractRubrics(bytes, { fileName: truth.fileName ?? name })
    if (truth.isRubric) return { wrong: differences(truth, rubrics), figures: sameFigures(truth, rubrics) }
    const criteria = rubrics.map((r) => `${r.criteria.length} as "${r.criteria[0]?.title.slice(0, 40)}"`)
    return wrongly(`read as a rubric: ${criteria.join(', ')}`)
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? error)
    if (!truth.isRubric && (truth.refusal ?? ['NOT_A_RUBRIC']).includes(code))
      return { wrong: [], figures: true }
    return wrongly(`refused: ${code}`)
  }
}

function wrongly(text: string) {
  return { wrong: [{ part: 'criteria' as const, text }], figures: false }
}
