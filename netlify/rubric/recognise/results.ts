import { type Grid, textAt } from './grid.ts'
import { fold } from './words/words.ts'

const PERSON =
  /^(?:students?|pupils?|learners?|candidates?|alumn[oae]s?|estudiantes?|etudiants?|eleves?|schuler|alunos?|leerling)(?:'?s)?[ _-]*(?:ids?|names?|no\.?|numbers?|nr\.?)$/u
const MIN_PEOPLE = 5

/** "StudentId | StudentName | Component | Grade" over a row for each: what people got, not what is looked for. */
export function isResults({ rows }: Grid): boolean {
  const top = rows.slice(0, 3).findIndex((row) => row.slice(0, 2).some((cell) => isPerson(textAt(cell))))
  const column = (rows[top] ?? []).findIndex((cell) => isPerson(textAt(cell)))
  return rows.slice(top + 1).filter((row) => top >= 0 && textAt(row[column]) !== '').length >= MIN_PEOPLE
}

function isPerson(text: string): boolean {
  return PERSON.test(fold(text.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')))
}
