import type { RuleLanguage } from '../language.ts'

/** How a cell without a graded word is described by its neighbours and its criterion, and nothing else. */
export const phrases: Record<
  RuleLanguage,
  {
    both(worse: string, better: string): string
    above(worse: string): string
    below(better: string): string
    /** The lowest level, where it is worth something; where it is worth nothing. */
    little(topic: string): string
    none(topic: string): string
  }
> = {
  en: {
    both: (worse, better) => `More than “${worse}”, but not yet “${better}”.`,
    above: (worse) => `Goes beyond “${worse}”.`,
    below: (better) => `Meets only part of “${better}”.`,
    little: (topic) => `Little or no evidence of ${topic}.`,
    none: (topic) => `No evidence of ${topic}.`,
  },
  es: {
    both: (worse, better) => `Más que «${worse}», pero todavía no «${better}».`,
    above: (worse) => `Va más allá de «${worse}».`,
    below: (better) => `Cumple solo en parte «${better}».`,
    little: (topic) => `Poca o ninguna evidencia de ${topic}.`,
    none: (topic) => `Sin evidencia de ${topic}.`,
  },
  fr: {
    both: (worse, better) => `Plus que « ${worse} », mais pas encore « ${better} ».`,
    above: (worse) => `Va au-delà de « ${worse} ».`,
    below: (better) => `Ne répond qu’en partie à « ${better} ».`,
    little: (topic) => `Peu ou pas de traces : ${topic}.`,
    none: (topic) => `Aucune trace : ${topic}.`,
  },
  de: {
    both: (worse, better) => `Mehr als „${worse}“, aber noch nicht „${better}“.`,
    above: (worse) => `Geht über „${worse}“ hinaus.`,
    below: (better) => `Erfüllt „${better}“ nur zum Teil.`,
    little: (topic) => `Kaum oder kein Nachweis: ${topic}.`,
    none: (topic) => `Kein Nachweis: ${topic}.`,
  },
  nl: {
    both: (worse, better) => `Meer dan “${worse}”, maar nog niet “${better}”.`,
    above: (worse) => `Gaat verder dan “${worse}”.`,
    below: (better) => `Voldoet maar deels aan “${better}”.`,
    little: (topic) => `Weinig of geen bewijs van ${topic}.`,
    none: (topic) => `Geen bewijs van ${topic}.`,
  },
  pt: {
    both: (worse, better) => `Mais do que “${worse}”, mas ainda não “${better}”.`,
    above: (worse) => `Vai além de “${worse}”.`,
    below: (better) => `Cumpre apenas em parte “${better}”.`,
    little: (topic) => `Pouca ou nenhuma evidência de ${topic}.`,
    none: (topic) => `Sem evidência de ${topic}.`,
  },
}

const LONGEST_TOPIC = 60

/**
 * A criterion's title as it stands inside of a sentence; undefined for one that is a sentence itself. Numbers
 * and points around it are left out; the first letter is small except in German and in abbreviations.
 */
export function topicOf(title: string, language: RuleLanguage): string | undefined {
  const bare = title
    .trim()
    .replace(/^(?:\d+|[a-z])[.)]\s+/i, '')
    .replace(/\s*\([^)]*\)$/, '')
    .replace(/[\s:.]+$/, '')
  if (bare === '' || bare.length > LONGEST_TOPIC || /[?!;:\n]/.test(bare)) return undefined
  const word = /^\p{L}+/u.exec(bare)?.[0] ?? ''
  const capital = /^\p{Lu}\p{Ll}*$/u.test(word) && word.length > 1
  return capital && language !== 'de' ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare
}
