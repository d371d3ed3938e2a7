import {
  cellKey,
  type EnhanceAction,
  type EnhanceRubricInput,
  type Proposal,
  type RubricCell,
  textCells,
} from '../../../../src/shared/enhance-rubric.ts'
import { detectLanguage } from '../language.ts'
import { type Edit, languageEdits, plainEdits, type RowStyle, styleOf } from './edits.ts'
import { fillRules } from './fill.ts'
import { levelCountRules } from './level-count.ts'
import { lintRules, plainLint } from './lint.ts'
import { orderRules } from './order.ts'
import { descriptorOf, type Findings, type RuleContext } from './row.ts'

/** Proposals by rules alone, for the actions that rules can do. Never more than one proposal a cell. */
export function enhanceByRules(input: EnhanceRubricInput): Findings {
  const context = ruleContext(input)
  const wants = (action: EnhanceAction) => input.actions.includes(action)
  const found: Findings = { proposals: [], warnings: [] }
  const add = ({ proposals, warnings }: Findings) => {
    const taken = new Set(found.proposals.map(({ cell }) => cellKey(cell)))
    found.proposals.push(...proposals.filter(({ cell }) => !taken.has(cellKey(cell))))
    found.warnings.push(...warnings)
  }

  if (wants('order')) add(orderRules(context))
  if (wants('levels') && input.levelCount !== undefined) add(levelCountRules(context, input.levelCount))
  if (wants('fill')) add(fillRules(context))
  const edits = [...(wants('language') ? languageEdits : []), ...(wants('plain') ? plainEdits : [])]
  if (edits.length > 0) {
    add(editRules(context, edits))
    if (context.language === undefined) {
      found.warnings.push({
        code: 'LANGUAGE_NOT_KNOWN',
        message:
          'The rules know English, and some Spanish, French, German, Dutch and Portuguese. This rubric’s language is none of them, or there is too little text to tell.',
      })
    } else if (context.language !== 'en') {
      found.warnings.push({
        code: 'FEWER_RULES',
        message:
          'Most rules for language are for English only. In this language only vague words, words of frequency and repeated levels are looked at.',
      })
    }
  }
  if (wants('language')) found.warnings.push(...lintRules(context))
  if (wants('plain')) found.warnings.push(...plainLint(context))
  return found
}

/** What every rule is given. */
export function ruleContext({ rubric, cells }: Pick<EnhanceRubricInput, 'rubric' | 'cells'>): RuleContext {
  const asked = cells && new Set(cells.map(cellKey))
  return {
    rubric,
    language: detectLanguage(textCells(rubric).map(({ text }) => text)),
    allowed: (cell: RubricCell) => !asked || asked.has(cellKey(cell)),
  }
}

function editRules({ rubric, language, allowed }: RuleContext, edits: readonly Edit[]): Findings {
  const proposals: Proposal[] = []
  const all = rubric.criteria.flatMap((criterion) =>
    criterion.levels.map((_, l) => descriptorOf(criterion, l)).filter((text) => text !== ''),
  )
  rubric.criteria.forEach((criterion, c) => {
    const style = styleOf(criterion, all)
    const texts = criterion.levels.map((_, l) => descriptorOf(criterion, l))
    const after = texts.map((text) => (text === '' ? undefined : edited(text, style, language, edits)))
    criterion.levels.forEach((level, l) => {
      const cell = { at: 'level', criterion: c, level: l, field: 'descriptor' } as const
      const change = after[l]
      if (!change || change.rules.length === 0 || !allowed(cell)) return
      // What told two levels apart must not be edited away.
      const twin = texts.some((text, other) => other !== l && (after[other]?.text ?? text) === change.text)
      if (twin) return
      proposals.push({
        cell,
        before: level.descriptor ?? '',
        after: change.text,
        reason: [...new Set(change.reasons)].join(' '),
        rule: change.rules.join('+'),
      })
    })
  })
  return { proposals, warnings: [] }
}

function edited(text: string, style: RowStyle, language: RuleContext['language'], edits: readonly Edit[]) {
  const change = { text, rules: [] as string[], reasons: [] as string[] }
  for (const { rule, reason, apply } of edits) {
    const after = apply(change.text, style, language)
    if (after === change.text || after.trim() === '') continue
    change.text = after
    change.rules.push(rule)
    change.reasons.push(reason)
  }
  return change
}
