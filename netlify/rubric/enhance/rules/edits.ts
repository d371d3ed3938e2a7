import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { RuleLanguage } from '../language.ts'
import { descriptorOf, withCaseOf } from './row.ts'
import { AMOUNTS, FREQUENCY, INTENSIFIERS, PLAIN, VERBS } from './words.ts'

/** A change that a rule makes to one descriptor. */
export interface Edit {
  rule: string
  reason: string
  /** Returns the text itself when there is nothing to do. */
  apply(text: string, row: RowStyle, language: RuleLanguage | undefined): string
}

/** How most descriptors of a row, and of the rubric, are written. */
export interface RowStyle {
  /** What most begin with, such as "The student", or "" when most begin with the verb; undefined when mixed. */
  subject: string | undefined
  /** The form most first verbs have; undefined when mixed or not English. */
  verb: 'base' | 'third' | 'gerund' | undefined
  /** Whether most end with a full stop; undefined when mixed. */
  stop: boolean | undefined
}

const SUBJECT =
  /^(the student|student|the learner|learner|the pupil|pupil|the writer|the speaker|the team)\s+(?=\p{Ll})/iu

/** The style that more than half of the texts share; rubric-wide for full stops. */
export function styleOf(criterion: RubricCriterion, all: readonly string[]): RowStyle {
  const texts = criterion.levels.map((_, l) => descriptorOf(criterion, l)).filter((text) => text !== '')
  const subjects = texts.map((text) => SUBJECT.exec(text)?.[1] ?? (verbForm(text) ? '' : undefined))
  const forms = texts.map((text) => verbForm(text.replace(SUBJECT, '')))
  const ends = all.map((text) => text.endsWith('.'))
  return {
    subject: majority(subjects, 0.5),
    verb: majority(forms, 0.5),
    stop: all.length >= 3 ? majority(ends, 0.7) : undefined,
  }
}

function majority<Value>(values: readonly (Value | undefined)[], share: number): Value | undefined {
  return values.find(
    (value) => value !== undefined && values.filter((each) => each === value).length > values.length * share,
  )
}

function firstWord(text: string): string {
  return /^\p{L}+/u.exec(text)?.[0] ?? ''
}

function verbForm(text: string): 'base' | 'third' | 'gerund' | undefined {
  const word = firstWord(text).toLowerCase()
  for (const verb of VERBS) {
    if (word === verb.third) return 'third'
    if (word === verb.gerund) return 'gerund'
    if (word === verb.base) return 'base'
  }
  return undefined
}

export const languageEdits: Edit[] = [
  {
    rule: 'intensifier',
    reason: 'Words such as “very” add nothing that can be seen.',
    apply: (text, _, language) =>
      language === 'en'
        ? withCaseOf(
            text.replace(
              new RegExp(
                `(?<![\\p{L}-])(?:${INTENSIFIERS.join('|')})\\s+(?!few|little|much|many|than|late\\b)(?=\\p{L})`,
                'giu',
              ),
              '',
            ),
            text,
          )
        : text,
  },
  {
    rule: 'frequency',
    reason: 'Says how often, so that two teachers count the same. Put your own share.',
    apply: (text, _, language) => {
      if (!language) return text
      let after = text
      for (const { words, share } of FREQUENCY[language]) {
        const pattern = new RegExp(`(?<![\\p{L}-])(${words.join('|')})(?![\\p{L}-])(?!\\s*\\()`, 'iu')
        if (!after.includes(`(${share})`)) after = after.replace(pattern, `$1 (${share})`)
      }
      return after
    },
  },
  {
    rule: 'amount',
    reason: 'Says how many, so that two teachers count the same. Put your own number.',
    apply: (text, _, language) => {
      if (language !== 'en') return text
      let after = text
      for (const { words, count } of AMOUNTS) {
        // Before a plural of things that can be counted.
        const pattern = new RegExp(
          `(?<![\\p{L}-])(${words.join('|')})(\\s+(?:\\p{L}+\\s+){0,2}?(?:errors?|mistakes|sources|details|examples|facts|reasons|arguments|sentences|paragraphs|words|terms|steps|requirements|questions|ideas|citations|references|images|slides|tests|bugs|issues|problems|gaps|points of view))(?![\\p{L}-])`,
          'iu',
        )
        after = after.replace(pattern, (_match, word: string, rest: string) => `${word} (${count})${rest}`)
      }
      return after
    },
  },
  {
    rule: 'parallel-verb',
    reason: 'The other levels of this criterion begin with the same form of the verb.',
    apply: (text, row, language) => {
      if (language !== 'en' || !row.verb || row.subject === undefined) return text
      const lead = SUBJECT.exec(text)?.[0] ?? ''
      const rest = text.slice(lead.length)
      const form = verbForm(rest)
      if (!form || form === row.verb) return text
      const word = firstWord(rest)
      const verb = VERBS.find((each) => each[form] === word.toLowerCase())
      return verb ? lead + withCaseOf(verb[row.verb], word) + rest.slice(word.length) : text
    },
  },
  {
    rule: 'parallel-subject',
    reason: 'The other levels of this criterion begin the same way.',
    apply: (text, row, language) => {
      if (language !== 'en' || row.subject === undefined) return text
      const own = SUBJECT.exec(text)
      const rest = own ? text.slice(own[0].length) : text
      if ((own?.[1] ?? '') === row.subject || !verbForm(rest)) return text
      if (row.subject === '') return rest.charAt(0).toUpperCase() + rest.slice(1)
      if (verbForm(rest) !== 'third') return text
      return `${row.subject} ${rest.charAt(0).toLowerCase()}${rest.slice(1)}`
    },
  },
  {
    rule: 'parallel-stop',
    reason: 'The other descriptors end the same way.',
    apply: (text, row) => {
      if (row.stop === true && /[\p{L}\p{N})”"]$/u.test(text)) return `${text}.`
      if (row.stop === false && /[^.]\.$/.test(text) && !/[.!?]\s/.test(text.slice(0, -1)))
        return text.slice(0, -1)
      return text
    },
  },
]

export const plainEdits: Edit[] = [
  {
    rule: 'plain-word',
    reason: 'A shorter word says the same.',
    apply: (text, _, language) => {
      if (language !== 'en') return text
      const words = Object.keys(PLAIN).toSorted((a, b) => b.length - a.length)
      return text.replace(new RegExp(`(?<![\\p{L}-])(${words.join('|')})(?![\\p{L}-])`, 'giu'), (word) =>
        withCaseOf(PLAIN[word.toLowerCase()] ?? word, word),
      )
    },
  },
]
