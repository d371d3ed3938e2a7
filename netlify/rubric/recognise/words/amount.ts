import { BULLETS } from '../../bullets.ts'

/**
 * Numbers of rubrics in running text: points, ranges, percent, weights. Everything here reads; nothing is
 * computed beyond turning a fraction into a decimal.
 */
export interface Amount {
  min?: number
  max?: number
  unit: 'points' | 'percent' | 'times' | 'none'
  /** The number stands behind a slash ("__/10"): what can be reached, not what was. */
  outOf?: boolean
  /** A range such as "8-10". */
  range?: boolean
}

export const NUMBER = String.raw`(?:\d+\s+\d\s?/\s?\d|\d\s?/\s?\d(?!\d)|\d+\s?[¼½¾⅓⅔]|[¼½¾⅓⅔]|\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+(?:[.,]\d+)?)`
export const SIGNED = String.raw`(?:[-−–+]\s?)?${NUMBER}`
const DASH = String.raw`(?:\s?[-‐‑‒–—−~～至]\s?|\s(?:to|or|and|a|à|ou|u|o|bis|oder|tot|of|até|hasta|y|et|und|en|e)\s|\s?(?:\.\.\.?|…)\s?|到|或)`
export const UNIT = String.raw`(?:points?|pts?\.?|ptos?\.?|puntos?|punti|punten|punt|pontos?|Punkte?n?|Pkte?\.?|P\.|marks?|mks?|credits?|puntaje|分|點|点|점|баллов|балла|баллы|балл|คะแนน|puan|poäng|punti|điểm|نقاط|نقطة|درجات|درجة|נקודות|נקודה|נק['׳])`
export const PERCENT = `(?:%|％|percent|per cent|por ciento|Prozent|pour cent|procent|por cento)`
// "91% - 100%", "10 pts to 8 pts": the unit may follow either number.
const FIRST = String.raw`${SIGNED}(?:\s?(?:${PERCENT}|${UNIT}(?![\p{L}])))?`
export const RANGE = String.raw`(?:${FIRST}${DASH}\s?[<>]?\s?${NUMBER})`
export const TIMES = String.raw`(?:[x×✕*]\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?[x×✕](?![\p{L}\p{N}]))`
export const BOUND = String.raw`(?:[<>≤≥]=?|under|over|below|above|less than|more than|up to|at least|at most|max\.?|min\.?|jusqu'à|hasta|bis zu|menos de|más de|mindestens|weniger als|moins de)`

export const AMOUNT = String.raw`(?:(?<bound>${BOUND})\s?)?(?<value>${RANGE}|${SIGNED})(?<plus>\+)?\s?(?<unit>${UNIT}(?![\p{L}])|${PERCENT})?(?:\s?(?:each|ea\.?|max\.?|possible|total|chacun|cada uno|je)(?!\p{L}))?`

const ONLY = new RegExp(`^[([【（]?\\s*${AMOUNT}\\s*[)\\]】）]?\\s*[:：.]?$`, 'iu')
const OUT_OF = new RegExp(
  `^[([（]?[_\\s.…\\d-]{0,30}[/／]\\s*(?<value>[-−]?${NUMBER})\\s?(?<unit>${UNIT}|${PERCENT})?(?:\\s(?:each|ea\\.?|per \\p{L}+))?\\s*[)\\]）]?$`,
  'iu',
)
/** "out of 20", "von 5 möglichen Punkten", "sur 5 points": what can be reached, in words. */
export const OUT_OF_WORDS = new RegExp(
  `^(?:_{2,}\\s*)?(?:out of|von|sur|de un total de|van de|su)\\s+(?<value>${NUMBER})(?:\\s(?:possible|available|m(?:ö|oe)glichen?|erreichbaren?|posibles|possibles|possíveis|mogelijke))?\\s?(?<unit>${UNIT})?(?:\\s(?:possible|available|posibles|possibles|möglich))?\\.?$`,
  'iu',
)
const CANVAS_RANGE = new RegExp(
  `^(${NUMBER})\\s?(?:to|a|à|bis|tot|até)\\s?>\\s?(${NUMBER})\\s?(${UNIT}|${PERCENT})?$`,
  'iu',
)
const IN_PARTS = new RegExp(
  `^[([（]?\\s*(\\d+(?:[.,]\\d+)?\\s?(?:${UNIT}|${PERCENT})?)\\s*[-–—,;:(]\\s*\\d+(?:[.,]\\d+)?\\s?(?:${UNIT}|${PERCENT})?\\s+(?:per|each|je|pro|por|par|cada|chacun)(?:\\s\\p{L}+)?\\s*[)\\]）]{0,2}$`,
  'iu',
)
const BULLET = new RegExp(`^[${BULLETS}]\\s*`, 'u')
const ONLY_PERCENT = new RegExp(`^${PERCENT}$`, 'iu')
const ONLY_TIMES = new RegExp(`^[(（]?\\s*${TIMES}\\s*[)）]?$`, 'iu')

/** "5 or less", "(5 ó menos)", "80 or more". */
const OPEN = new RegExp(
  `^[([（]?\\s*(?<value>${NUMBER})\\s?(?<unit>${UNIT}|${PERCENT})?\\s(?:or|o|ó|u|ou|oder|of|y|and)\\s(?:(?<less>less|lower|below|fewer|under|menos|menor|moins|weniger|minder)|(?<more>more|higher|above|over|más|mas|mais|mayor|plus|mehr|meer))\\s*[)\\]）]?$`,
  'iu',
)

const RANGE_PARTS = new RegExp(
  `^(${SIGNED})(?:\\s?(?:${PERCENT}|${UNIT}))?${DASH}\\s?[<>]?\\s?(${NUMBER})$`,
  'iu',
)
/** "[0, 60)", "[50 %; 90 %[": an interval as mathematics writes it. "[2,5]" may as well be a decimal. */
const INTERVAL = new RegExp(
  `^(?<open>[[\\](])\\s*(?<low>${SIGNED})\\s?(?:${UNIT}|${PERCENT})?\\s*(?<comma>[,;]\\s*)(?<high>${NUMBER})\\s?(?<unit>${UNIT}|${PERCENT})?\\s*(?<close>[\\])[])$`,
  'iu',
)

/** One number as people write it: `2,5`, `½`, `1 1/2`, `−3`. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim().replace(/^[−–]/, '-').replace(/^\+/, '').replace(/^-\s/, '-')
  const negative = trimmed.startsWith('-')
  const body = negative ? trimmed.slice(1) : trimmed
  const size = parseSize(body)
  return size === undefined ? undefined : negative ? -size : size
}

const VULGAR: Record<string, number> = { '¼': 0.25, '½': 0.5, '¾': 0.75, '⅓': 1 / 3, '⅔': 2 / 3 }

function parseSize(body: string): number | undefined {
  const mixed = /^(?:(\d+)\s+)?(\d+)\s?\/\s?(\d+)$/.exec(body)
  if (mixed) {
    const above = Number(mixed[2])
    const below = Number(mixed[3])
    if (below === 0) return undefined
    // "4/4" is four of four: nobody writes a whole as a fraction.
    if (mixed[1] === undefined && above >= below) return below
    return Number(mixed[1] ?? 0) + above / below
  }
  const vulgar = /^(\d*)\s?([¼½¾⅓⅔])$/.exec(body)
  if (vulgar) return Number(vulgar[1] || 0) + (VULGAR[vulgar[2] ?? ''] ?? 0)
  if (/^\d{1,3}([.,]\d{3})+$/.test(body)) {
    // "1,000" groups; "0,125" is a decimal.
    return body.startsWith('0') ? Number(body.replace(',', '.')) : Number(body.replace(/[.,]/g, ''))
  }
  if (/^\d+([.,]\d+)?$/.test(body)) return Number(body.replace(',', '.'))
  return undefined
}

/** Reads a text that is nothing but an amount: "4", "10-8 pts", "(4 Puntos)", "20 to >15 pts", "< 60 %", "/10". */
export function parseAmount(text: string): Amount | undefined {
  const flat = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(BULLET, '')
    // "20 (each 5)"
    .replace(/^(\d+(?:[.,]\d+)?)\s*\((?:each|je|cada|chacun)[^()]*\)$/i, '$1')
    // "60 pts - 10 pts per area"
    .replace(IN_PARTS, '$1')
    // "25*": the mark of a footnote.
    .replace(/^(\d+(?:[.,]\d+)?)\s?[*†‡]{1,3}$/, '$1')
    // "5 % weighting"
    .replace(
      /([%％])\s+(?:weight(?:ing|age)?|gewicht(?:ung)?|of (?:the )?(?:grade|mark|total))(?=[)\]）]?$)/i,
      '$1',
    )
    // "5M", "10 p": marks and points in one letter, which means them only where nothing else is said.
    .replace(
      /^([([（]?\s*\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+(?:[.,]\d+)?)?)\s?[MPp](?=\s*[)\]）]?$)/u,
      '$1 points',
    )
    // "von 5 möglichen Punkten", "out of 10 points possible"
    .replace(OUT_OF_WORDS, '/ $<value> $<unit>')
    // "5-7 (%)"
    .replace(/(\d)\s*[(（]\s*([%％]|pts?\.?|points?|marks?)\s*[)）]$/i, '$1 $2')
  if (flat === '' || flat.length > 40) return undefined
  const interval = parseInterval(flat) ?? parseChoices(flat) ?? parseSum(flat)
  if (interval) return interval
  const open = OPEN.exec(flat)?.groups
  const bound = open && parseNumber(open.value ?? '')
  if (open && bound !== undefined) {
    return { ...(open.less ? { max: bound } : { min: bound }), unit: unitOf(open.unit) }
  }
  const canvas = CANVAS_RANGE.exec(flat)
  if (canvas) {
    const max = parseNumber(canvas[1] ?? '')
    const min = parseNumber(canvas[2] ?? '')
    if (min !== undefined && max !== undefined) return { min, max, unit: unitOf(canvas[3]), range: true }
  }
  const times = ONLY_TIMES.exec(flat)
  if (times) {
    const value = parseNumber(times[1] ?? times[2] ?? '')
    return value === undefined ? undefined : { min: value, max: value, unit: 'times' }
  }
  const outOf = OUT_OF.exec(flat)
  if (outOf?.groups && !/^(\d+\s+)?\d+\s?\/\s?\d(?!\d)/.test(flat)) {
    const value = parseNumber(outOf.groups.value ?? '')
    // Nobody earns far more than there is: "18/11" is a day.
    const earned = Number(/^[([（]?\s*(\d+)\s*[/／]/.exec(flat)?.[1] ?? 0)
    if (value !== undefined && earned <= Math.abs(value) * 1.5)
      return { min: value, max: value, unit: unitOf(outOf.groups.unit), outOf: true }
  }
  const match = ONLY.exec(flat)
  return match ? fromGroups(match.groups ?? {}) : undefined
}

function parseInterval(flat: string): Amount | undefined {
  const { open, low, comma, high, unit, close } = INTERVAL.exec(flat)?.groups ?? {}
  if (open === undefined || low === undefined || high === undefined || comma === undefined) return undefined
  const plain = `${open}${close}` === '()' || (`${open}${close}` === '[]' && comma === ',' && !unit)
  const [min, max] = [parseNumber(low), parseNumber(high)]
  if (plain || min === undefined || max === undefined || min > max) return undefined
  return { min, max, unit: unitOf(unit), range: true }
}

/** "[0 | 1 | 3]", "[0 | … | 4]", "0 1 2": the points that can be given. */
function parseChoices(flat: string): Amount | undefined {
  const steps = /^\d{1,2}(?:\s\d{1,2}){2,}$/.test(flat) ? flat.split(' ').map(Number) : []
  const [low = 0, high = 0] = [steps.at(0), steps.at(-1)].sort((a, b) => (a ?? 0) - (b ?? 0))
  const isRun = steps.every(
    (value, at) =>
      at === 0 || Math.sign(value - (steps[at - 1] ?? 0)) === Math.sign((steps[1] ?? 0) - (steps[0] ?? 0)),
  )
  if (steps.length > 0 && isRun && low < high) return { min: low, max: high, unit: 'none', range: true }
  const choices = /^\[\s*(\d+(?:[.,]\d+)?(?:\s*\|\s*(?:\d+(?:[.,]\d+)?|\.{2,3}|…))+)\s*\]$/u.exec(flat)?.[1]
  if (choices === undefined) return undefined
  const values = choices.split('|').flatMap((item) => parseNumber(item) ?? [])
  return { min: Math.min(...values), max: Math.max(...values), unit: 'none', range: true }
}

/** "5+5": points that are given in parts. */
function parseSum(flat: string): Amount | undefined {
  if (!/^\d+(?:[.,]\d+)?(?:\s?\+\s?\d+(?:[.,]\d+)?)+$/.test(flat)) return undefined
  const value = flat.split('+').reduce((sum, item) => sum + (parseNumber(item) ?? 0), 0)
  return { min: value, max: value, unit: 'none' }
}

function unitOf(text: string | undefined): Amount['unit'] {
  if (!text) return 'none'
  return ONLY_PERCENT.test(text) ? 'percent' : 'points'
}

function fromGroups(groups: Record<string, string | undefined>): Amount | undefined {
  const value = groups.value ?? ''
  const unit = unitOf(groups.unit)
  const range = RANGE_PARTS.exec(value)
  const single = parseNumber(value)
  if (single === undefined && range) {
    const first = parseNumber(range[1] ?? '')
    const second = parseNumber(range[2] ?? '')
    if (first === undefined || second === undefined) return undefined
    return { min: Math.min(first, second), max: Math.max(first, second), unit, range: true }
  }
  if (single === undefined) return undefined
  const bound = groups.bound?.toLowerCase() ?? ''
  if (/^(<|≤|under|below|less|up to|at most|max|jusqu|hasta|bis zu|menos|weniger|moins)/.test(bound)) {
    return { max: single, unit }
  }
  if (bound !== '' || groups.plus) return { min: single, unit }
  return { min: single, max: single, unit }
}

/** A bare number this large is a year, a measurement or somebody's number, not points. */
export function isPlausible({ unit, outOf, min, max }: Amount): boolean {
  return unit !== 'none' || outOf === true || Math.abs(max ?? min ?? 0) <= 1000
}
