import type { EnhanceWarning } from '../../../../src/shared/enhance-rubric.ts'
import { descriptorOf, type RuleContext } from './row.ts'
import { VAGUE } from './words.ts'

const NUMBERS =
  /(?<!\p{L})(?:\d+([.,]\d+)?|no|none|one|two|three|four|five|six|seven|eight|nine|ten|few|some|several|most|many|all|any|at least|at most|more than|fewer than|less than|or more|or fewer|or less|only|dos|tres|cuatro|cinco|un|una|uno|deux|trois|quatre|cinq|zwei|drei|vier|fünf|ein|eine|twee|drie|een|dois|três|quatro)(?!\p{L})/giu
const AND = /\s(?:and|&|y|e|et|und|en)\s|\s*\/\s*/iu
// Pairs that name one thing.
const ONE_THING =
  /works cited|cause and effect|compare and contrast|research and development|trial and error|question and answer|pros and cons|strengths and weaknesses|supply and demand/i
const LONG_SENTENCE = 30

/** What a rule can see but not mend: the teacher decides. */
export function lintRules({ rubric, language, allowed }: RuleContext): EnhanceWarning[] {
  const warnings: EnhanceWarning[] = []
  const vague = language
    ? new RegExp(`(?<!\\p{L})(?:${VAGUE[language].join('|')})(?!\\p{L})`, 'giu')
    : undefined
  rubric.criteria.forEach((criterion, c) => {
    const title = { at: 'criterion', criterion: c, field: 'title' } as const
    if (allowed(title) && AND.test(criterion.title) && !ONE_THING.test(criterion.title)) {
      warnings.push({
        code: 'DOUBLE_BARRELLED',
        cell: title,
        message: `“${criterion.title}” asks for two things at once: a work can have one without the other. Make two criteria of it.`,
      })
    }
    criterion.levels.forEach((_, l) => {
      const cell = { at: 'level', criterion: c, level: l, field: 'descriptor' } as const
      const text = descriptorOf(criterion, l)
      if (text === '' || !allowed(cell)) return
      const words = vague ? [...new Set(text.toLowerCase().match(vague))] : []
      if (words.length > 0) {
        warnings.push({
          code: 'VAGUE_WORD',
          cell,
          message: `“${criterion.title}”, level ${l + 1}: ${words.map((word) => `“${word}”`).join(', ')} can mean anything. Say what is to be seen.`,
        })
      }
      const before = descriptorOf(criterion, l - 1)
      if (before === '') return
      if (before.toLowerCase() === text.toLowerCase()) {
        warnings.push({
          code: 'IDENTICAL_LEVELS',
          cell,
          message: `“${criterion.title}”: levels ${l} and ${l + 1} say the same. Say what tells them apart, or make one of them.`,
        })
      } else if (countless(before) === countless(text)) {
        warnings.push({
          code: 'COUNT_ONLY',
          cell,
          message: `“${criterion.title}”: levels ${l} and ${l + 1} differ in a number only. Say what better work looks like, not only that there is more of it.`,
        })
      }
    })
  })
  return warnings
}

/** The text without its numbers, and without the plurals that follow from them. */
function countless(text: string): string {
  return text
    .toLowerCase()
    .replace(NUMBERS, '#')
    .replace(/(#[\s-]*)+/g, '# ')
    .replace(/s(?=\P{L}|$)/gu, '')
    .replace(/[^\p{L}#]+/gu, ' ')
    .trim()
}

/** Sentences too long to be plain. */
export function plainLint({ rubric, allowed }: RuleContext): EnhanceWarning[] {
  const warnings: EnhanceWarning[] = []
  rubric.criteria.forEach((criterion, c) => {
    criterion.levels.forEach((_, l) => {
      const cell = { at: 'level', criterion: c, level: l, field: 'descriptor' } as const
      const sentences = descriptorOf(criterion, l).split(/[.!?;]\s|\n/)
      const longest = Math.max(0, ...sentences.map((sentence) => sentence.split(/\s+/).length))
      if (longest <= LONG_SENTENCE || !allowed(cell)) return
      warnings.push({
        code: 'LONG_SENTENCE',
        cell,
        message: `“${criterion.title}”, level ${l + 1} has a sentence of ${longest} words. Two short ones are easier to read.`,
      })
    })
  })
  return warnings
}
