import { type Amount, isPlausible, parseAmount } from './amount.ts'
import { levelRank, ordinalLevel } from './level-words.ts'
import { splitAmount } from './split-amount.ts'

/** A heading of a level: "4 - Exemplary", "Bueno (3 Puntos)", "10", "Level 2", "Exemplary\n4 pts". */
export interface LevelHead {
  label?: string
  amount?: Amount
  /** What follows label and points in the same cell. */
  more?: string
  /** 4 best to 0 worst, when a word of the label says so. */
  rank?: number
  /** 3: points with a unit or a known word; 2: a bare number or a numbered step; 1: short text, could be one. */
  strength: 1 | 2 | 3
}

const MAX_HEAD = 160

/** "Excellent / 10 / A / 4", "F / 0": a mark, its letter and the value of that on another scale; the mark counts. */
const GRADED =
  /(?:^|\s)(?<all>(?:(?<mark>\d+(?:[.,]\d+)?)\s?\/\s?)?(?<letter>[A-F][+-]?)\s?\/\s?(?<value>\d+(?:[.,]\d+)?))$/

/** Reads a cell as the heading of a level; `undefined` when it is too long to be one. */
export function parseLevelHead(text: string): LevelHead | undefined {
  const flat = text.trim()
  if (flat === '' || flat.length > MAX_HEAD) return undefined
  const whole = parseAmount(flat)
  if (whole && !isPlausible(whole)) return withLabel(flat, undefined, '')
  if (whole && !whole.outOf) return { amount: whole, strength: whole.unit === 'none' ? 2 : 3 }
  const graded = GRADED.exec(flat)?.groups
  if (graded) {
    const amount = parseAmount(graded.mark ?? graded.value ?? '')
    return withLabel(flat.slice(0, -(graded.all ?? '').length).trim() || (graded.letter ?? ''), amount, '')
  }
  const lines = flat.split('\n').map((line) => line.trim())
  const amountLine = lines.findIndex((line) => parseAmount(line) !== undefined)
  if (lines.length > 1 && amountLine >= 0) {
    const amount = parseAmount(lines[amountLine] ?? '')
    const before = lines.slice(0, amountLine).join('\n')
    const after = lines.slice(amountLine + 1).join('\n')
    const label = before === '' ? (after.split('\n')[0] ?? '') : before
    const more = before === '' ? after.split('\n').slice(1).join('\n') : after
    return withLabel(label, amount, more)
  }
  const joined = lines.join(' ')
  const ordinal = ordinalLevel(joined)
  if (ordinal) {
    const { value } = ordinal
    const amount: Amount | undefined =
      ordinal.counts && value !== undefined ? { min: value, max: value, unit: 'none' } : undefined
    return { label: flat, ...(amount ? { amount } : {}), strength: 2 }
  }
  const split = splitAmount(joined, true)
  if (split && split.rest !== '' && split.amount.unit !== 'times') {
    // The label must be a piece of the cell, also where its lines were joined to read it.
    return withLabel(piece(flat, split.rest), split.amount, '')
  }
  const inside = /^(.*?\S)\s*[([（]([^()[\]（）]{1,30})[)\]）]\s*[-–—:：]?\s*(\S[\s\S]*)$/u.exec(flat)
  const insideAmount = inside ? parseAmount(inside[2] ?? '') : undefined
  if (inside && insideAmount) return withLabel(inside[1] ?? '', insideAmount, inside[3] ?? '')
  const behind = /^([^()（）]{1,20}?)\s*[(（]\s*(\p{L}[^()（）]*?)\s*[)）]$/u.exec(flat)
  const behindAmount = behind ? parseAmount(behind[1] ?? '') : undefined
  if (behind && behindAmount && isPlausible(behindAmount) && !behindAmount.outOf) {
    return withLabel(behind[2] ?? '', behindAmount, '')
  }
  const leading = /^(\d+(?:[.,]\d+)?)\s+(\p{L}[\s\S]*)$/u.exec(flat)
  if (leading && levelRank(leading[2] ?? '') !== undefined) {
    return withLabel(leading[2] ?? '', parseAmount(leading[1] ?? ''), '')
  }
  const trailing = /^(\p{L}[\s\S]*?)\s+(\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+(?:[.,]\d+)?)?)$/u.exec(flat)
  if (trailing && levelRank(trailing[1] ?? '') !== undefined) {
    return withLabel(trailing[1] ?? '', parseAmount(trailing[2] ?? ''), '')
  }
  return withLabel(flat, undefined, '')
}

function withLabel(label: string, amount: Amount | undefined, more: string): LevelHead {
  const bare = /^\s*[(（]([^()（）]+)[)）]\s*$/u.exec(label)?.[1] ?? label
  const trimmed = bare.replace(/[\s:：\-–—,;=|]+$/u, '').trim()
  const rank = trimmed === '' ? undefined : levelRank(trimmed)
  const known = rank !== undefined || (amount !== undefined && amount.unit !== 'none')
  const strength = known ? 3 : amount || ordinalLevel(trimmed) ? 2 : 1
  return {
    ...(trimmed === '' ? {} : { label: trimmed }),
    ...(amount ? { amount } : {}),
    ...(more === '' ? {} : { more }),
    ...(rank === undefined ? {} : { rank }),
    strength,
  }
}

/** Finds `part`, whose line breaks became spaces, in `text` as it stands there. */
function piece(text: string, part: string): string {
  const pattern = part
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+')
  return new RegExp(pattern, 'u').exec(text)?.[0] ?? part
}
