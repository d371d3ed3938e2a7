import { type Rubric, worthOf } from '../rubric.ts'
import { looksLikeFormula, readCsv, withoutFormula, writeCsv } from './csv.ts'
import { type Loss, lossReport } from './loss.ts'
import { completePoints, flatten, reportUnheld, withScale } from './resolve.ts'
import { decimal, shortened, utf8 } from './text.ts'

// Rules from canvas-lms: lib/rubric_csv_importer.rb, app/models/rubric_import.rb, app/models/rubric.rb.
const HEAD = ['Rubric Name', 'Criteria Name', 'Criteria Description', 'Criteria Enable Range']
const RATING = ['Rating Name', 'Rating Description', 'Rating Points']
/** `validates_length_of :title, maximum: maximum_string_length`. */
const MAX_TITLE = 255

/** Canvas, Rubrics, "Import Rubric". */
export function writeCanvasCsv(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  const losses = lossReport()
  const flat = flatten(rubric, losses)
  reportUnheld(rubric, flat, losses, 'Canvas', { title: true, range: true, demandsPoints: true })

  const safe = (text: string, pointer: string): string => {
    const written = withoutFormula(text)
    if (written !== text) {
      losses.add('CHANGED', 'A text that a spreadsheet would take for a formula starts with ’ or •.', pointer)
    }
    return written
  }
  const demanded = (text: string, instead: string, pointer: string, what: string): string => {
    if (text !== '') return safe(text, pointer)
    losses.add(
      'ADDED',
      `Canvas demands ${what}: “${instead.replace(/\d+$/, '1')}” and so on is written.`,
      pointer,
    )
    return instead
  }

  const title = shortened(demanded(flat.title, 'Rubric', '/title', 'a name for the rubric'), MAX_TITLE)
  if ([...flat.title].length > MAX_TITLE) {
    losses.add('CHANGED', `Canvas takes titles of ${MAX_TITLE} characters: the end is cut.`, '/title')
  }

  const rows = flat.criteria.map((criterion, c) => {
    const points = completePoints(criterion.levels)
    const ratings = criterion.levels.map((level, l) => {
      const exact = points[l] ?? 0
      const written = decimal(exact, 2)
      if (worthOf(level) === undefined) {
        losses.add(
          'ADDED',
          'Canvas demands points for every level: numbers that keep the order are written.',
          `${level.pointer}/max`,
        )
      } else if (Number(written) !== exact) {
        for (const end of ['min', 'max']) {
          losses.add('CHANGED', 'Canvas rounds points to two decimals.', `${level.pointer}/${end}`)
        }
      }
      return {
        points: Number(written),
        fields: [
          demanded(level.label, `Level ${l + 1}`, `${level.pointer}/label`, 'a name for every level'),
          safe(level.descriptor, `${level.pointer}/descriptor`),
          written,
        ],
      }
    })
    // Canvas sorts by falling points itself (Rubric#generate_criteria), then by name.
    const sorted = ratings.toSorted((a, b) => b.points - a.points)
    if (sorted.some((rating, at) => rating !== ratings[at])) {
      losses.add('REORDERED', 'Canvas shows the level with most points first.', `${criterion.pointer}/levels`)
    }
    if (new Set(ratings.map((rating) => rating.points)).size < ratings.length) {
      losses.add(
        'REORDERED',
        'Canvas orders levels of equal points by their names.',
        `${criterion.pointer}/levels`,
      )
    }
    if (ratings.length === 0) {
      losses.add(
        'ADDED',
        'Canvas demands levels: “Full Marks” and “No Marks” are written.',
        `${criterion.pointer}/levels`,
      )
      sorted.push(
        { points: 1, fields: ['Full Marks', '', '1'] },
        { points: 0, fields: ['No Marks', '', '0'] },
      )
    }
    const ranged = criterion.levels.some(
      ({ min, max }) => min !== undefined && max !== undefined && min !== max,
    )
    if (ranged) reportRanges(criterion.levels, losses)
    return [
      title,
      demanded(
        criterion.title,
        `Criterion ${c + 1}`,
        `${criterion.pointer}/title`,
        'a name for every criterion',
      ),
      safe(criterion.description, `${criterion.pointer}/description`),
      String(ranged),
      ...sorted.flatMap(({ fields }) => fields),
    ]
  })

  const width = Math.max(0, ...rows.map((row) => (row.length - HEAD.length) / RATING.length))
  const head = [...HEAD, ...Array.from({ length: width }, () => RATING).flat()]
  return { bytes: utf8(writeCsv([head, ...rows])), losses: withScale(rubric, losses.list()) }
}

/** Canvas keeps the upper end of each range; the lower end is what lies above the next level's. */
function reportRanges(
  levels: readonly { pointer: string; min: number | undefined; max: number | undefined }[],
  losses: ReturnType<typeof lossReport>,
): void {
  for (const { min, max, pointer } of levels) {
    if (min === undefined || max === undefined || min === max) continue
    losses.add(
      'CHANGED',
      'Canvas keeps the upper end of a range; it runs down to the next level.',
      `${pointer}/min`,
    )
  }
}

/** What the Canvas importer would refuse or misread, in words; nothing when the file is right. */
export function checkCanvasCsv(bytes: Uint8Array): string[] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const problems: string[] = []
  if (text.startsWith('\ufeff'))
    problems.push('Starts with a byte order mark: Canvas then finds no "Rubric Name".')
  const [head = [], ...rows] = readCsv(text.replace(/^\ufeff/, ''))
  if (HEAD.some((name, at) => head[at] !== name))
    problems.push('The first four headers are not those of Canvas.')
  head.slice(HEAD.length).forEach((name, at) => {
    if (name !== RATING[at % RATING.length])
      problems.push(`Header ${HEAD.length + at + 1} is not a rating's.`)
  })
  if (rows.length === 0) problems.push('Holds no criterion.')
  rows.forEach((row, at) => {
    const where = `Row ${at + 2}`
    const [name, criterion, , range] = row
    if (!name?.trim()) problems.push(`${where}: no rubric name.`)
    if (name && [...name].length > MAX_TITLE) problems.push(`${where}: the rubric name is too long.`)
    if (!criterion?.trim()) problems.push(`${where}: no criterion name.`)
    if (range !== 'true' && range !== 'false') problems.push(`${where}: range is neither true nor false.`)
    if (row.length <= HEAD.length) problems.push(`${where}: no ratings.`)
    let last = Number.POSITIVE_INFINITY
    for (let field = HEAD.length; field < row.length; field += RATING.length) {
      const [rating, , points] = row.slice(field, field + RATING.length)
      if (!rating?.trim()) problems.push(`${where}: a rating without a name.`)
      if (points === undefined || !/^-?\d+(\.\d{1,2})?$/.test(points))
        problems.push(`${where}: points missing or not a number.`)
      else if (Number(points) > last) problems.push(`${where}: ratings are not in falling order.`)
      last = Number(points)
    }
    row.forEach((field, column) => {
      const isPoints = column >= HEAD.length && (column - HEAD.length) % RATING.length === 2
      if (field && !isPoints && looksLikeFormula(field) && !field.startsWith("'")) {
        problems.push(`${where}, field ${column + 1}: would run as a formula in a spreadsheet.`)
      }
    })
  })
  return problems
}
