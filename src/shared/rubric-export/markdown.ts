import type { Rubric } from '../rubric.ts'
import { type Loss, lossReport } from './loss.ts'
import { type FlatLevel, flatten } from './resolve.ts'
import { utf8 } from './text.ts'

/** A GitHub-flavoured table; section, description and weight have columns where the rubric has them. */
export function writeMarkdown(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  const losses = lossReport()
  const { title, criteria } = flatten(rubric, losses)
  const unit = rubric.scoring === 'percent' ? '%' : ' points'
  const heads = criteria.map(({ levels }) => levels.map((level) => headOf(level, unit)))
  const columns = Math.max(0, ...heads.map((head) => head.length))
  const [first = []] = heads
  const shared =
    first.every((head) => head !== '') &&
    heads.every((head) => head.length === first.length && head.every((text, at) => text === first[at]))

  const extra = [
    { name: 'Description', of: criteria.map(({ description }) => description) },
    { name: 'Weight', of: criteria.map(({ weight }) => (weight === undefined ? '' : String(weight))) },
  ].filter(({ of }) => of.some(Boolean))
  const sections = criteria.some(({ section }) => section !== '')
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const header = [
    ...(sections ? ['Section'] : []),
    'Criterion',
    ...extra.map(({ name }) => name),
    ...Array.from({ length: columns }, (_, l) =>
      shared ? escapeMarkdown(first[l] ?? '') : `Level ${l + 1}`,
    ),
  ]
  const body = criteria.map((criterion, c) => {
    const levels = Array.from({ length: columns }, (_, l) => {
      const level = criterion.levels[l]
      const head = shared ? '' : (heads[c]?.[l] ?? '')
      return [head && `**${escapeMarkdown(head)}**`, escapeMarkdown(level?.descriptor ?? '')]
        .filter(Boolean)
        .join('<br>')
    })
    return row([
      ...(sections ? [escapeMarkdown(criterion.section)] : []),
      escapeMarkdown(criterion.title),
      ...extra.map(({ of }) => escapeMarkdown(of[c] ?? '')),
      ...levels,
    ])
  })
  const { stated } = rubric.total
  if (title === '') losses.add('ADDED', 'A heading is demanded: “Rubric” is written.', '/title')
  const lines = [
    `# ${escapeMarkdown(title || 'Rubric')}`,
    '',
    `Kind: ${rubric.kind}. Scoring: ${rubric.scoring}.`,
    '',
    row(header),
    row(header.map(() => '---')),
    ...body,
    ...(stated === undefined ? [] : ['', `Total: ${stated}${unit}`]),
  ]
  return { bytes: utf8(`${lines.join('\n')}\n`), losses: losses.list() }
}

function headOf(level: FlatLevel, unit: string): string {
  const { min, max, label } = level
  const points =
    min === undefined && max === undefined
      ? ''
      : min === max
        ? `${max}${unit}`
        : min === undefined
          ? `up to ${max}${unit}`
          : max === undefined
            ? `at least ${min}${unit}`
            : `${min}–${max}${unit}`
  return [label, points && `(${points})`].filter(Boolean).join(' ')
}

/** CommonMark §2.4: a backslash before ASCII punctuation makes it plain. Line ends become `<br>`. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~&!]/g, '\\$&').replaceAll('\n', '<br>')
}

/** What keeps the table from being read as one; nothing when the file is right. */
export function checkMarkdown(bytes: Uint8Array): string[] {
  const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trimEnd().split('\n')
  const table = lines.filter((line) => line.startsWith('|'))
  const problems: string[] = []
  if (!lines[0]?.startsWith('#')) problems.push('Has no heading.')
  if (table.length < 3) problems.push('Holds no criterion.')
  const widths = new Set(table.map((line) => line.replace(/\\[\s\S]/g, '').split('|').length))
  if (widths.size > 1) problems.push('The rows of the table differ in length.')
  return problems
}
