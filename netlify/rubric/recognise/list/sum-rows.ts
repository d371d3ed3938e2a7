import { isSameSum } from '../../same-sum.ts'
import { type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { isSummary } from './summary-row.ts'

interface Entry {
  row: Row
  worth: number
  bold: boolean
}

interface Group {
  head: Entry
  items: Entry[]
}

/**
 * Rows that add up the rows below them ("Report 25 %" over 15 % and 10 %): they name groups and are no criteria of
 * their own. Sums alone can be chance: the groups must make the whole that the list states, or 100 %, or all be
 * printed bold above rows that are not.
 */
export function sumRows(rows: readonly Row[], title: number, column: number): ReadonlySet<Row> {
  // What stands below the total is not added up.
  const closing = rows.findLastIndex((row) => isSummary(row) && amountOf(row, column))
  const counted = rows.slice(0, closing > 2 ? closing : undefined).filter((row) => !isSummary(row))
  const amounts = counted.map((row) => ({ row, amount: amountOf(row, column) }))
  const entries = amounts.flatMap(({ row, amount }): Entry[] =>
    amount?.max === undefined || textAt(row[title]) === ''
      ? []
      : [{ row, worth: amount.max, bold: row[title]?.bold === true || row[column]?.bold === true }],
  )
  if (entries.some(({ worth }) => worth < 0)) return new Set()
  const { groups, alone } = grouped(entries)
  const several = groups.filter(({ items }) => items.length > 1)
  if (several.length < 2) return new Set()
  const isShares = amounts.every(({ amount }) => amount === undefined || amount.unit === 'percent')
  const wholes = rows.filter(isSummary).map((row) => amountOf(row, column)?.max ?? 0)
  const parts = sum([...groups.map(({ head }) => head), ...alone])
  const isWhole = (isShares ? [...wholes, 100] : wholes).some((whole) => isSameSum(whole, parts))
  const items = groups.flatMap((group) => group.items)
  const isBold = (all: readonly Entry[]) => all.filter(({ bold }) => bold).length
  const isPrinted =
    isBold(groups.map(({ head }) => head)) === groups.length && isBold(items) <= items.length / 5
  return new Set(isWhole || isPrinted ? groups.map(({ head }) => head.row) : [])
}

/** Each row with those right below it that add up to it; an only one must look less than its head. */
function grouped(entries: readonly Entry[]): { groups: Group[]; alone: Entry[] } {
  const groups: Group[] = []
  const alone: Entry[] = []
  for (let at = 0; at < entries.length; ) {
    const head = entries[at]
    if (!head) break
    let end = at + 1
    let added = 0
    for (; end < entries.length && added < head.worth - 0.005; end++) added += entries[end]?.worth ?? 0
    const items = entries.slice(at + 1, end)
    const [only, another] = items
    const isGroup =
      isSameSum(added, head.worth) &&
      only !== undefined &&
      (another !== undefined || (head.bold && !only.bold))
    if (isGroup) groups.push({ head, items })
    else alone.push(head)
    at = isGroup ? end : at + 1
  }
  return { groups, alone }
}

const amountOf = (row: Row, column: number) => parseAmount(textAt(row[column]))
const sum = (entries: readonly Entry[]): number => entries.reduce((all, { worth }) => all + worth, 0)
