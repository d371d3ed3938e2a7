import { rightToLeftVocabularies, type Vocabulary, vocabularies } from './words.ts'

/** A rubric made from a seed, what a reader has to find in it. */
export interface Specimen {
  seed: number
  /** As in HTML's `lang`. */
  language: string
  words: Vocabulary
  kind: 'grid' | 'checklist'
  title: string
  levels: { label?: string; min?: number; max?: number }[]
  criteria: {
    title: string
    description?: string
    section?: string
    weight?: number
    points?: number
    /** One per level, `undefined` for an empty cell. */
    descriptors: (string | undefined)[]
  }[]
  total?: number
  look: Look
}

export interface Look {
  heads: 'label-unit' | 'number-label' | 'label-line' | 'paren' | 'two-rows' | 'numbers' | 'labels' | 'range'
  turned: boolean
  placeholder: string
  scoreColumn: boolean
  commentColumn: boolean
  scaleRow: boolean
  totalRow: boolean
  sections: 'none' | 'rows' | 'column'
}

export type Random = () => number

/** mulberry32: small, seeded, the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('Nothing to pick from')
  return value
}

/** `wanted` is the language, which otherwise is by chance. */
export function makeSpecimen(seed: number, wanted?: string): Specimen {
  const random = seeded(seed * 7919 + 17)
  const chance = (probability: number) => random() < probability
  const drawn = pick(random, ['en', 'en', 'en', ...Object.keys(vocabularies)])
  const language = wanted ?? drawn
  const words = vocabularies[language] ?? rightToLeftVocabularies[language]
  if (!words) throw new Error('Unknown language')
  const kind = chance(0.15) ? 'checklist' : 'grid'
  const names = pick(random, words.levels)
  const count = names.length
  const step = pick(random, [1, 1, 1, 2, 5, 2.5])
  const base = chance(0.4) ? 0 : 1
  const heads = pick(random, [
    'label-unit',
    'number-label',
    'label-line',
    'paren',
    'two-rows',
    'numbers',
    'labels',
    'range',
  ] as const)
  const size = heads === 'range' ? pick(random, [3, 5, 10]) : 1
  const levels = names.map((label, at) => {
    const rank = count - 1 - at
    if (heads === 'labels') return { label }
    const max = heads === 'range' ? (rank + 1) * size : (rank + base) * step
    const min = heads === 'range' ? (rank === 0 ? 0 : rank * size + 1) : max
    return heads === 'numbers' ? { min, max } : { label, min, max }
  })
  if (chance(0.25)) levels.reverse()
  const criterionCount = 2 + Math.floor(random() * 7)
  const sections =
    kind === 'grid' && criterionCount >= 4
      ? pick(random, ['none', 'none', 'rows', 'column'] as const)
      : 'none'
  const described = chance(kind === 'checklist' ? 0.6 : 0.3)
  const weighted = kind === 'grid' && chance(0.2)
  const weights = shares(random, criterionCount)
  const half = Math.ceil(criterionCount / 2)
  const criteria = Array.from({ length: criterionCount }, (_, at) => ({
    title: `${pick(random, words.subjects)} ${at + 1 > 4 ? String.fromCharCode(65 + at) : ['I', 'II', 'III', 'IV'][at]}`,
    ...(described ? { description: sentence(random, words) } : {}),
    ...(sections === 'none' ? {} : { section: at < half ? `${pick(random, words.objects)} A` : '' }),
    ...(weighted ? { weight: weights[at] ?? 0 } : {}),
    ...(kind === 'checklist' ? { points: pick(random, [1, 2, 5, 10, 2.5]) } : {}),
    descriptors:
      kind === 'checklist'
        ? []
        : levels.map((_, l) => (l > 0 && chance(0.06) ? undefined : text(random, words))),
  }))
  if (sections !== 'none') {
    const first = criteria[0]?.section ?? ''
    const second = `${pick(random, words.objects)} B`
    criteria.forEach((criterion, at) => {
      criterion.section = at < half ? first : second
    })
  }
  const turned =
    kind === 'grid' &&
    sections === 'none' &&
    !described &&
    !weighted &&
    chance(0.12) &&
    heads !== 'two-rows' &&
    heads !== 'labels'
  const specimen: Specimen = {
    seed,
    language,
    words,
    kind,
    title: `${words.rubric}: ${pick(random, words.subjects)} ${seed}`,
    levels: kind === 'grid' ? levels : [],
    criteria,
    look: {
      heads,
      turned,
      placeholder: pick(random, ['', '-', '__', '…']),
      scoreColumn: !turned && chance(0.4),
      commentColumn: !turned && chance(0.2),
      scaleRow: kind === 'grid' && !turned && heads !== 'two-rows' && chance(0.15),
      totalRow: !turned && !weighted && chance(0.4),
      sections,
    },
  }
  if (specimen.look.totalRow) specimen.total = totalOf(specimen)
  if (specimen.total === 0 || heads === 'labels') {
    if (kind === 'grid') {
      delete specimen.total
      specimen.look.totalRow = false
    }
  }
  return specimen
}

function totalOf(specimen: Specimen): number {
  const best = (at: number) =>
    Math.max(
      0,
      ...specimen.levels.flatMap((level, l) =>
        specimen.criteria[at]?.descriptors[l] === undefined ? [] : (level.max ?? 0),
      ),
    )
  const sum = specimen.criteria.reduce((all, criterion, at) => all + (criterion.points ?? best(at)), 0)
  return Math.round(sum * 100) / 100
}

function shares(random: Random, count: number): number[] {
  const values = Array.from({ length: count }, () => 5 * Math.max(1, Math.floor(random() * 4)))
  const sum = values.reduce((all, value) => all + value, 0)
  values[0] = (values[0] ?? 0) + 100 - sum
  return (values[0] ?? 0) > 0 ? values : values.map(() => Math.round(1000 / count) / 10)
}

function sentence(random: Random, words: Vocabulary): string {
  const gap = words.unit === '分' ? '' : ' '
  return `${pick(random, words.subjects)}${gap}${pick(random, words.verbs)}${gap}${pick(random, words.objects)}${gap === '' ? '。' : '.'}`
}

/** One to three sentences, sometimes as a list, with the signs that break careless readers. */
function text(random: Random, words: Vocabulary): string {
  const all = Array.from({ length: 1 + Math.floor(random() * 3) }, () => sentence(random, words))
  const kind = random()
  if (kind < 0.1 && all.length > 1) return all.map((item) => `• ${item}`).join('\n')
  if (kind < 0.16) all.push('“quoted”, "plain" & <tagged>')
  if (kind < 0.2) all.push('x|y_z * 2')
  return all.join(words.unit === '分' ? '' : ' ')
}
