import { parseAmount } from './amount.ts'
import { splitTail } from './split-amount.ts'
import { isFormField, namesRubric, totalWord } from './words.ts'

/** Which lines above a rubric can be its title. */

/** A term, a year or a day, and the little words around them: "Fall Semester 2024", "Due 2024-08-04". */
const DAY =
  /\b(?:spring|summer|fall|autumn|winter|semester|term|due|by|at|date|year|week|version|ver|rev|page|of|am|pm|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon|tues?|wednes|thurs?|fri|satur|sun|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday|th|st|nd|rd|v|de|curso|fecha|semestre|stand)\b|[\d\p{P}\p{S}\s]+/giu

const FILE = /^\S+\.(?:md|pdf|docx?|odt|txt|html?|xlsx?|csv|tex|pptx?)$/i

/** "Student reg. no.: …", "Nome completo", "Group #": what somebody fills in. */
const LABEL =
  /^(?:student|name|nombre|nome|nom|naam|group|team|grupo|equipo|groupe|teacher|instructor|author)s?\b[^:：]{0,20}(?:[:：]|[#_]+\s*$|$)/iu

/** No form field, day, number, item with points, total or file's name. What names a rubric may begin like one: "Student rubric". */
export function isTitleLine(line: string, isHeading = false): boolean {
  const text = line.trim()
  if (!/\p{L}/u.test(text) || isFormField(text) || FILE.test(text)) return false
  if (namesRubric(text)) return true
  if (totalWord(text) || parseAmount(text) || LABEL.test(text)) return false
  if (!isHeading && splitTail(text, false)) return false
  return !isDay(text)
}

const isDay = (text: string): boolean => text.replace(DAY, '') === ''

/** The lines of a title without the days and form fields that stand in one block with it. */
export function titleLines(text: string): string {
  const lines = text.split('\n').filter((line) => !isDay(line) && !isFormField(line))
  return lines.length > 0 ? lines.join('\n') : text
}

const INSTITUTION =
  /\b(?:universi\p{L}+|college|school|institut\p{L}*|faculty|fac(?:ultad|uldade|ulté|ulteit)|department|departamento|département|escuela|colegio|hochschule|academy|academia|liceo|lycée|gymnasium)\b/iu
const WORK =
  /\b(?:project|assignment|exam|essay|report|presentation|lab|proyecto|projet|projekt|course|paper|descriptors?|performance|criteria|evaluation|assessment|feedback)/i

/** The name of a school, which is no title of what is written there. */
export const isInstitution = (text: string): boolean => INSTITUTION.test(text) && !WORK.test(text)

/** A line of more words is a sentence, where it ends like one. */
export const MAX_WORDS = 8

export const wordsOf = (text: string): number => text.trim().split(/\s+/).length

/** It only speaks of a rubric: "You pass when you meet the requirements in the rubric below:" */
export function isSentence(text: string): boolean {
  const whole = text.trim()
  return /[.!?]\s/.test(whole) || (/[.!?:：,;][)"”]?$/.test(whole) && wordsOf(whole) > MAX_WORDS)
}
