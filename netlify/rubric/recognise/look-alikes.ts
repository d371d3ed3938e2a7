import type { RubricPart } from './part.ts'
import { levelRank } from './words/level-words.ts'
import { isFormField, isRole } from './words/words.ts'

/** Tables that have the shape of a rubric and are something else, also where the document around them names one. */
export function looksAlike(part: RubricPart): boolean {
  return (
    isChart(part) ||
    isSignatures(part) ||
    isDrawing(part) ||
    isFormula(part) ||
    isCitations(part) ||
    isMeasured(part) ||
    isFigures(part) ||
    isContents(part) ||
    isSchedule(part) ||
    isCount(part) ||
    isNumbering(part) ||
    isCalculation(part) ||
    isGradeScale(part)
  )
}

const labelsOf = ({ levels }: RubricPart) => levels.flatMap(({ label }) => label ?? [])
const untitled = ({ warnings }: RubricPart) =>
  warnings.filter(({ code }) => code === 'UNTITLED_CRITERION').length

/** The same answer twice beside one criterion: arrows of a flow chart. */
function isChart({ kind, criteria }: RubricPart): boolean {
  const forked = criteria.filter(({ levels }) => {
    const bare = levels.flatMap(({ label, max }) => (max === undefined ? (label ?? []) : []))
    return new Set(bare).size < bare.length
  })
  return kind === 'grid' && forked.length > 0 && forked.length >= criteria.length / 2
}

/** "Name | Position | Signature". */
function isSignatures(part: RubricPart): boolean {
  return (
    part.kind === 'grid' &&
    labelsOf(part).some(
      (label) =>
        isFormField(`${label.replace(/[:：]$/, '')}:`) &&
        /sign|firma|unterschrift|handtekening|assinatura/i.test(label),
    )
  )
}

/** Boxes of a diagram that happen to stand in rows: one row without a name, under names that rank nothing and have no points. */
function isDrawing(part: RubricPart): boolean {
  if (part.kind !== 'grid' || part.criteria.length !== 1 || untitled(part) !== 1) return false
  const labels = labelsOf(part)
  const ranked = labels.filter((label) => levelRank(label) !== undefined).length
  // "Excellent (25) | Bad (0)": nobody puts points into a diagram.
  if (ranked >= 1 && part.levels.every(({ max }) => max !== undefined)) return false
  return labels.length >= 2 && ranked < 3
}

/** "0" and "1" of a formula over more formulas. */
function isFormula(part: RubricPart): boolean {
  return (
    part.kind === 'grid' &&
    part.levels.length === 2 &&
    labelsOf(part).length === 0 &&
    part.criteria.length > 1 &&
    untitled(part) >= part.criteria.length / 2
  )
}

/** "Lucas et al. [20]" over columns that compare what was published. */
function isCitations(part: RubricPart): boolean {
  return labelsOf(part).filter((label) => /\bet al\b/i.test(label)).length >= 2
}

/** "Accuracy 0.9731": results, which nobody gives as points. */
function isMeasured(part: RubricPart): boolean {
  const values = part.criteria.flatMap(({ points }) => points ?? [])
  const fine = values.filter((value) => Math.abs(value * 100 - Math.round(value * 100)) > 1e-6)
  return part.kind === 'checklist' && values.length >= 2 && fine.length >= values.length / 2
}

/** "7.25E-07" and "12 ms" below "target" and "minimum": figures, where levels would say something in words. */
function isFigures({ criteria }: RubricPart): boolean {
  const said = criteria.flatMap(({ levels }) => levels.flatMap(({ descriptor }) => descriptor ?? []))
  const figures = said.filter((text) => /^[^\p{L}]*\d[^\p{L}]*(?:\p{L}{1,2}[^\p{L}]*)?$/u.test(text))
  return said.length >= 4 && figures.length >= said.length * 0.6
}

/** A table of contents: numbered headings, and pages that only go up, or do so for most of the lines. */
function isContents(part: RubricPart): boolean {
  if (part.kind === 'grid' || part.criteria.length < 6) return false
  const end = part.criteria.findIndex(
    ({ points }, at) => points === undefined || points < (part.criteria[at - 1]?.points ?? 1),
  )
  const run = part.criteria.slice(0, end < 0 ? undefined : end)
  if (run.length < 6 || run.length < part.criteria.length / 2) return false
  const numbered = run.filter(({ title }) => /^\d+(?:\.\d+)*[.)]?\s/.test(title)).length
  return numbered >= run.length / 2 && (run.at(-1)?.points ?? 0) > (run[0]?.points ?? 0) + 2
}

const DATE =
  /^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|ago|sep|okt|oct|nov|dez|dec|ene|abr|dic)[a-z]*\.?|(?:week|lecture|session|class|day|woche|semana|semaine|sesion|seance|les)\s*\d{1,2})(?:[,]?\s+\d{4})?[.:]?$/i

/** "January 11th | Introduction", "Week | Topic": what is held when. */
function isSchedule(part: RubricPart): boolean {
  const titles = part.criteria.map(({ title }) => title.trim())
  const dated = titles.filter((title) => DATE.test(title)).length
  const ranked = labelsOf(part).filter((label) => levelRank(label) !== undefined).length
  // Beside known levels "5.2" is a code, and no day.
  if (titles.length >= 3 && dated >= titles.length * 0.5 && ranked < 3) return true
  const [first] = part.levels
  return (
    part.kind !== 'checklist' &&
    first?.max === undefined &&
    /^(?:week|date|day|lecture|session|woche|datum|semana|fecha|semaine|seance|周次|日期)$/i.test(
      first?.label ?? '',
    )
  )
}

/** 6, 7, 8, 9, 10: the rows are counted. */
function isCount({ kind, criteria }: RubricPart): boolean {
  const steps = criteria.map(({ points }, at) => (points ?? Number.NaN) - (criteria[at - 1]?.points ?? 0))
  return kind === 'checklist' && criteria.length >= 5 && steps.slice(1).every((step) => step === 1)
}

const MOST_STEPS = 11

/** Lines and operators that are numbered: more steps than 0 to 10, and no name for any. */
function isNumbering({ levels }: RubricPart): boolean {
  return levels.length > MOST_STEPS && levels.every(({ label }) => label === undefined)
}

/** "your score = rank * 0.4": how something is calculated. */
function isCalculation({ kind, criteria }: RubricPart): boolean {
  const sums = criteria.filter(({ title }) => /\p{L}\s*[=∗*]\s*[\p{L}\d].*[∗*+/]/u.test(title)).length
  return kind !== 'grid' && sums >= 2 && sums >= criteria.length / 2
}

/** "A | 96-100", "A- | 92-95", …: what grades mean at a school. It grades nothing by itself. */
function isGradeScale(part: RubricPart): boolean {
  const isGrade = (text: string) => /^(?:[A-F][+-]?|[A-F][+-]? ?[/–-] ?[A-F][+-]?)$/.test(text.trim())
  const titles = part.criteria.map(({ title }) => title)
  if (part.kind !== 'grid' && titles.length >= 3 && titles.filter(isGrade).length >= titles.length * 0.6)
    return true
  const labels = labelsOf(part)
  if (labels.length < 4 || labels.filter(isGrade).length < labels.length * 0.8) return false
  const [first, ...others] = part.criteria
  if (part.kind === 'holistic' && first && others.length === 0)
    return first.levels.every(({ descriptor = '' }) => !/\p{L}{3}.*\s.*\p{L}{3}/su.test(descriptor))
  return titles.filter((title) => isRole(title, 0)).length >= titles.length / 2
}
