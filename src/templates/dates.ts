/** A date of a resume, ready to show. */
export interface ShownDate {
  text: string
  /** For `<time datetime>`; absent when the resume's text is no date. */
  iso?: string
}

export interface ShownRange {
  start?: ShownDate
  end?: ShownDate
  /** What stands between start and end, spaces included. */
  separator: string
}

/**
 * Right-to-left scripts say "to": a dash beside digits is taken for left-to-right by extractors, which then put
 * it on the wrong side.
 */
const TO: Record<string, string> = { ar: ' إلى ', fa: ' تا ', he: ' עד ' }

const PARTIAL = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ].*)?)?)?$/

/** `2014` → "2014", `2014-06` and `2014-06-29` → "Jun 2014". What is no date stays as it is written. */
export function showDate(written: string, lang: string): ShownDate | undefined {
  if (written === '') return undefined
  const [, year = '', month, day] = PARTIAL.exec(written) ?? []
  if (year === '' || Number(month ?? 1) < 1 || Number(month ?? 1) > 12 || Number(day ?? 1) > 31) {
    return { text: written }
  }
  const iso = [year, month, day].filter((part) => part !== undefined && Number(part) > 0)
  return {
    text: formatMonth(Number(year), month === undefined ? undefined : Number(month), lang),
    iso: iso.map((part) => part?.padStart(2, '0')).join('-'),
  }
}

/** An entry that has begun and has no end is still going on. */
export function showRange(start: string, end: string, lang: string, present: string): ShownRange | undefined {
  const from = showDate(start, lang)
  const ongoing = from !== undefined && end === ''
  const to = ongoing ? { text: present } : showDate(end, lang)
  const toWord = TO[lang.split('-')[0] ?? '']
  // The Arabic for "until now" brings its own preposition.
  const separator = toWord === undefined ? ' – ' : ongoing ? ' ' : toWord
  if (from === undefined && to === undefined) return undefined
  if (from?.text === to?.text && from !== undefined) return { start: from, separator }
  return { ...(from && { start: from }), ...(to && { end: to }), separator }
}

function formatMonth(year: number, month: number | undefined, lang: string): string {
  // The data is Gregorian; converting a month to another calendar would name two.
  const format = new Intl.DateTimeFormat([lang, 'en'], {
    year: 'numeric',
    ...(month !== undefined && { month: 'short' }),
    calendar: 'gregory',
    timeZone: 'UTC',
  })
  const date = new Date(Date.UTC(2000, (month ?? 1) - 1, 15))
  date.setUTCFullYear(year)
  const parts = format.formatToParts(date)
  // Russian and Ukrainian end in an abbreviation of "year" that a resume does not write.
  const last = parts.at(-1)
  if (last?.type === 'literal' && /^\s/.test(last.value)) parts.pop()
  return parts.map((part) => part.value).join('')
}
