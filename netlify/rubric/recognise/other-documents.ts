import type { DocumentContent } from '../document.ts'
import { headingBefore } from './headings.ts'
import type { RubricPart } from './part.ts'
import { levelRank } from './words/level-words.ts'
import { fold } from './words/words.ts'

/** Says what a document is, in its file's name or at its top; compared with `fold`. */
const EXAM =
  /\b(?:mid ?-?terms?|exams?|examinations?|quiz(?:zes)?|home ?work|hw ?\d+|problem set|worksheet|question paper|examen(?:es)?|parcial|cuestionario|klausur|hausaufgaben?|ubungsblatt|aufgabenblatt|tentamen|huiswerk|interrogation|prova|exame|lista de exercicios)\b/
const COURSE =
  /\b(?:syllab(?:us|i)|silabo|course (?:outline|info|information|plan|schedule)|programa (?:de|del) (?:la )?(?:curso|asignatura|materia)|guia docente|plano de ensino|plan de cours|lehrplan|modulbeschreibung|studiewijzer|教学大纲)(?!\p{L})/u
/** A line that is nothing but a word for grading. */
const GRADING =
  /^(?:[\divx]+[.)]\s*)?(?:how (?:you|this|it) .{0,20}\bgraded|(?:(?:project|assignment|report|final|course) )?(?:grading|marking|scoring|judging|assessment|evaluation|grades|marks)|evaluacion|calificacion|puntuacion|notation|cotation|bewertung|benotung|beurteilung|punkteverteilung|beoordeling|puntentelling|avaliacao|pontuacao|评分)\s*[:：]?$/u
const GRADING_FILE =
  /\b(?:grading|marking|scoring|judging|assessment|evaluation|evaluacion|calificacion|notation|bewertung|beurteilung|beoordeling|avaliacao)\b/
/** What is asked of somebody who knows the matter; a criterion asks something of the work. */
const ASKED =
  /^(?:\(?[\da-z]{1,2}[.)]\s*)?(?:what|why|which|explain|give|show that|prove|proof|derive|calculate|compute|find|solve|sketch|perform|que|cual|explica|explique|demuestra|demuestre|calcula|calcule|halla|halle|was|warum|berechne|berechnen|zeige|zeigen|beweise|bestimme|nenne|pourquoi|montrer|calculer|demontrer|waarom|bereken|prove que)\s/
const NUMBERED =
  /^(?:question|problem|exercise|q|aufgabe|frage|pregunta|ejercicio|problema|exercice|vraag|opgave|questao|exercicio)\s*\.?\s*\d+[a-z]?\W*(?:[:–—-]\s.*)?$/

const MIN_SHARE = 0.4
const MIN_TASK = 400

/**
 * Questions or tasks with points in a document that says nowhere how it is graded: an exam, or an assignment whose
 * text goes on between them. A rubric that does not call itself one is little else than its criteria.
 */
export function isTaskSheet(part: RubricPart, content: DocumentContent, fileName: string): boolean {
  if (part.levels.length > 0 || part.criteria.some(({ levels }) => levels.length > 1)) return isAnswers(part)
  const name = fold(spaced(fileName))
  if (GRADING_FILE.test(name)) return false
  if (content.blocks.some((block) => block.kind === 'text' && GRADING.test(fold(block.text)))) return false
  const titles = part.criteria.map(({ title }) => fold(title))
  const asked = titles.filter((title) => ASKED.test(title) || NUMBERED.test(title)).length
  const own = part.criteria.reduce(
    (sum, { title, description = '' }) => sum + title.length + description.length,
    0,
  )
  return (
    EXAM.test(name) ||
    EXAM.test(fold(firstLines(content))) ||
    asked >= titles.length / 2 ||
    own < lettersOf(content) * MIN_SHARE
  )
}

/** "Question 1" over half a page of what is asked, whatever the document calls itself. */
export function isQuestions({ criteria, levels }: RubricPart): boolean {
  if (levels.length > 0 || criteria.length < 3) return false
  const numbered = criteria.filter(({ title }) => NUMBERED.test(fold(title))).length
  const told = criteria.reduce((sum, { description = '' }) => sum + description.length, 0)
  return numbered >= criteria.length * 0.75 && told >= criteria.length * MIN_TASK
}

/**
 * "Criteria | Kotlin | Java" in an essay: things that are compared, under names that rank nothing and have no points.
 * In a document that does not speak of a rubric such a table is one only where it is most of the document.
 */
export function isComparison(
  { kind, levels, criteria, hasHeader }: RubricPart,
  content: DocumentContent,
): boolean {
  if (kind !== 'grid' || levels.length === 0) return false
  if (levels.some(({ label, max }) => max !== undefined || levelRank(label ?? '') !== undefined)) return false
  const scored = criteria.some(
    ({ points, weight, levels }) =>
      points !== undefined || weight !== undefined || levels.some(({ max }) => max !== undefined),
  )
  // Names without a heading stand in every row.
  const letters = ({ label = '', descriptor = '' }: RubricPart['criteria'][number]['levels'][number]) =>
    descriptor.length + (hasHeader ? 0 : label.length)
  const own = criteria.reduce(
    (sum, { title, levels }) => sum + title.length + levels.reduce((all, one) => all + letters(one), 0),
    0,
  )
  return !scored && own < lettersOf(content) / 2
}

const MIN_LISTED = 6

/** "No. | Description" over 1, 2, 3, …: a list; from six on a scale that counts up has names, or begins with 0. */
export function isEnumeration({ kind, levels }: RubricPart): boolean {
  return (
    kind === 'holistic' &&
    levels.length >= MIN_LISTED &&
    levels.every(({ label, max }, at) => label === undefined && max === at + 1)
  )
}

/** "Yes: …" and "No: …" below a question: ways that lead on, or answers, and no scale. */
function isAnswers({ criteria }: RubricPart): boolean {
  const levels = criteria.flatMap((criterion) => criterion.levels)
  const labels = new Set(levels.map(({ label = '' }) => fold(label)))
  return labels.size < 3 && levels.every(({ max }) => max === undefined)
}

/**
 * A list or a table of weeks in the plan of a course: what each part of the course counts, and when it is held.
 * Known levels, and what stands right below a heading that names a rubric, are believed there too.
 */
export function isOfCourse(
  part: RubricPart,
  at: number,
  content: DocumentContent,
  fileName: string,
): boolean {
  if (!COURSE.test(fold(`${spaced(fileName)}\n${firstLines(content)}`))) return false
  const ranked = part.levels.filter(({ label }) => label !== undefined && levelRank(label) !== undefined)
  const above = headingBefore(content, at, -1)
  return ranked.length < 2 && !(above && /rubri[ck]/.test(fold(above.text)))
}

/** The title and the first lines of a document, which say what it is. */
export function firstLines({ title = '', blocks }: DocumentContent): string {
  const texts = blocks
    .slice(0, 3)
    .flatMap((block) => (block.kind === 'text' ? [block.text.slice(0, 120)] : []))
  return [title, ...texts].join('\n')
}

export function lettersOf(content: DocumentContent): number {
  return content.blocks.reduce(
    (sum, block) =>
      sum +
      (block.kind === 'text'
        ? block.text.length
        : block.cells.reduce((all, cell) => all + cell.text.length, 0)),
    0,
  )
}

/** "SampleExam1.docx" as words. */
function spaced(fileName: string): string {
  return fileName
    .replace(/\.\w+$/, '')
    .replace(/(?<=\p{Ll})(?=\p{Lu}|\d)|(?<=\d)(?=\p{L})/gu, ' ')
    .replace(/[_.-]+/g, ' ')
}
