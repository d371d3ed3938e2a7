import { type Rubric, worthOf } from '../rubric.ts'
import { looksLikeFormula } from './csv.ts'
import { type Loss, lossReport } from './loss.ts'
import { flatten, reportUnheld, withScale } from './resolve.ts'
import { shortened } from './text.ts'
import { MAX_CELL, readXlsx, writeXlsx } from './xlsx.ts'

// The rules of Turnitin's import screen (turnitin.com/blog/import-rubrics-from-excel) and its guide "Using
// rubric templates": scales in the first row, criteria in the first column, no numbers.
const MAX_CRITERIA = 50
const MAX_SCALES = 20
const MAX_CRITERION_TITLE = 13
const MAX_SCALE_TITLE = 25

/** Turnitin, Rubric Manager, Import. */
export function writeTurnitinXlsx(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  const losses = lossReport()
  const flat = flatten(rubric, losses)
  reportUnheld(rubric, flat, losses, 'Turnitin', { range: true, points: false })
  const kept = flat.criteria.slice(0, MAX_CRITERIA)
  for (const { pointer } of flat.criteria.slice(MAX_CRITERIA)) {
    losses.add('DROPPED', `Turnitin takes ${MAX_CRITERIA} criteria: those after them are left out.`, pointer)
  }
  const columns = Math.min(MAX_SCALES, Math.max(1, ...kept.map(({ levels }) => levels.length)))
  const scale = Array.from({ length: columns }, (_, l) => {
    const labels = kept.flatMap(({ levels }) => levels[l]?.label || [])
    const common = mostFrequent(labels)
    if (common === undefined) {
      losses.add(
        'ADDED',
        'Turnitin demands scale titles: “Level 1” or the points are written.',
        `/levels/${l}`,
      )
    }
    const points = new Set(kept.flatMap(({ levels }) => levels[l] ?? []).map(worthOf))
    const [shared] = points
    const instead = points.size === 1 && shared !== undefined ? `${shared} points` : `Level ${l + 1}`
    return shortened((common ?? instead).replace(/\s+/g, ' '), MAX_SCALE_TITLE)
  })

  const rows = kept.map((criterion, c) => {
    const name = criterion.title || `Criterion ${c + 1}`
    if (criterion.title === '') {
      losses.add('ADDED', 'Turnitin demands a title for every criterion.', `${criterion.pointer}/title`)
    }
    const short = shortened(name.replace(/\s+/g, ' '), MAX_CRITERION_TITLE)
    if (short !== name) {
      losses.add(
        'CHANGED',
        `Turnitin’s criterion titles have ${MAX_CRITERION_TITLE} characters: the whole title stands in the description.`,
        `${criterion.pointer}/title`,
      )
    }
    const head = [short, short === name ? '' : name, criterion.description].filter(Boolean).join('\n')
    const cells = scale.map((title, l) => {
      const level = criterion.levels[l]
      if (!level) return ''
      if (level.label === '' || level.label === title) return level.descriptor
      losses.add(
        'CHANGED',
        'Turnitin’s levels share one scale: a label of a criterion’s own stands in the cell.',
        `${level.pointer}/label`,
      )
      return [level.label, level.descriptor].filter(Boolean).join('\n')
    })
    for (const { pointer } of criterion.levels.slice(MAX_SCALES)) {
      losses.add('DROPPED', `Turnitin takes ${MAX_SCALES} scales: those after them are left out.`, pointer)
    }
    for (const { pointer, min, max } of criterion.levels) {
      const message = 'Turnitin imports no points: set them in its Rubric Manager.'
      if (min !== undefined) losses.add('DROPPED', message, `${pointer}/min`)
      if (max !== undefined) losses.add('DROPPED', message, `${pointer}/max`)
    }
    return [head, ...cells]
  })
  const limited = rows.map((row, r) =>
    row.map((text, column) => {
      if (text.length <= MAX_CELL) return text
      const pointer = `/criteria/${r}${column === 0 ? '' : `/levels/${column - 1}`}`
      losses.add('CHANGED', `Excel’s cells hold ${MAX_CELL} characters: the end is cut.`, pointer)
      return text.slice(0, MAX_CELL - 1).toWellFormed()
    }),
  )
  return {
    bytes: writeXlsx(sheetName(flat.title), [['', ...scale], ...limited]),
    losses: withScale(rubric, losses.list()),
  }
}

/** Excel's rules: 31 characters, none of []:*?/\\, no apostrophe at an end, not “History”. */
function sheetName(title: string): string {
  const name = title
    .replace(/[[\]:*?/\\\s]+/g, ' ')
    .slice(0, 31)
    .toWellFormed()
  const bare = name.replace(/^[' ]+|[' ]+$/g, '')
  return bare === '' || /^history$/i.test(bare) ? 'Rubric' : bare
}

function mostFrequent(labels: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}

/** What Turnitin's importer would refuse, in words; nothing when the file is right. */
export function checkTurnitinXlsx(bytes: Uint8Array): string[] {
  const sheets = readXlsx(bytes)
  const [sheet] = sheets
  if (!sheet || sheets.length !== 1) return ['Turnitin imports one sheet only.']
  const problems: string[] = []
  const [head = [], ...rows] = sheet.rows
  if (head.length < 2) problems.push('The first row has no scale.')
  if (head.length - 1 > MAX_SCALES) problems.push(`More than ${MAX_SCALES} scales.`)
  head.forEach(({ text }, column) => {
    if (column === 0 ? text !== '' : text.trim() === '')
      problems.push(`Scale ${column} has no title, or A1 is not empty.`)
    if ([...text].length > MAX_SCALE_TITLE) problems.push(`The title of scale ${column} is too long.`)
  })
  if (rows.length === 0) problems.push('Holds no criterion.')
  if (rows.length > MAX_CRITERIA) problems.push(`More than ${MAX_CRITERIA} criteria.`)
  rows.forEach((row, r) => {
    const title = row[0]?.text.split('\n')[0] ?? ''
    if (title.trim() === '') problems.push(`Row ${r + 2}: no criterion.`)
    if ([...title].length > MAX_CRITERION_TITLE)
      problems.push(`Row ${r + 2}: the criterion's title is too long.`)
    if (row.length > head.length) problems.push(`Row ${r + 2}: more cells than scales.`)
  })
  for (const { text, formula, quoted } of sheet.rows.flat()) {
    if (formula && text !== '') problems.push('A cell is not a text.')
    if (looksLikeFormula(text) && !quoted) problems.push('A text could turn into a formula.')
    if (text.length > MAX_CELL) problems.push('A cell is too long.')
  }
  return problems
}
