import type { RuleLanguage } from '../language.ts'
import { withCaseOf } from './row.ts'

/**
 * Words that form a scale from best to worst. A descriptor that says "usually" has neighbours that say "always"
 * and "sometimes": an empty cell between them is filled along the scale.
 */
const scales: Record<RuleLanguage, string[][]> = {
  en: [
    ['always', 'usually', 'sometimes', 'rarely', 'never'],
    ['consistently', 'usually', 'sometimes', 'rarely', 'never'],
    ['all', 'most', 'some', 'few', 'no'],
    ['fully', 'mostly', 'partly', 'barely'],
    ['completely', 'mostly', 'partly', 'barely'],
    ['clearly', 'mostly clearly', 'partly clearly', 'unclearly'],
    ['correctly', 'mostly correctly', 'partly correctly', 'incorrectly'],
    ['accurately', 'mostly accurately', 'partly accurately', 'inaccurately'],
    ['effectively', 'mostly effectively', 'partly effectively', 'ineffectively'],
    ['thorough', 'mostly thorough', 'partial', 'minimal'],
    ['independently', 'with a reminder', 'with some help', 'only with constant help'],
    ['every', 'nearly every', 'about every second', 'hardly any', 'no'],
  ],
  es: [
    ['siempre', 'casi siempre', 'a veces', 'rara vez', 'nunca'],
    ['todos', 'la mayoría de', 'algunos', 'pocos', 'ninguno'],
    ['claramente', 'casi siempre claramente', 'en parte claramente', 'de forma poco clara'],
    ['correctamente', 'casi siempre correctamente', 'en parte correctamente', 'incorrectamente'],
    ['completamente', 'en su mayor parte', 'en parte', 'apenas'],
  ],
  fr: [
    ['toujours', 'le plus souvent', 'parfois', 'rarement', 'jamais'],
    ['clairement', 'assez clairement', 'en partie clairement', 'sans clarté'],
    ['correctement', 'le plus souvent correctement', 'en partie correctement', 'de façon incorrecte'],
    ['complètement', 'en grande partie', 'en partie', 'à peine'],
  ],
  de: [
    ['immer', 'meistens', 'manchmal', 'selten', 'nie'],
    ['alle', 'die meisten', 'einige', 'wenige', 'keine'],
    ['vollständig', 'größtenteils', 'teilweise', 'kaum'],
    ['korrekt', 'größtenteils korrekt', 'teilweise korrekt', 'fehlerhaft'],
  ],
  nl: [
    ['altijd', 'meestal', 'soms', 'zelden', 'nooit'],
    ['alle', 'de meeste', 'sommige', 'weinig', 'geen'],
    ['volledig', 'grotendeels', 'gedeeltelijk', 'nauwelijks'],
    ['correct', 'grotendeels correct', 'gedeeltelijk correct', 'onjuist'],
  ],
  pt: [
    ['sempre', 'quase sempre', 'às vezes', 'raramente', 'nunca'],
    ['todos', 'a maioria de', 'alguns', 'poucos', 'nenhum'],
    ['completamente', 'em grande parte', 'em parte', 'mal'],
    ['corretamente', 'quase sempre corretamente', 'em parte corretamente', 'incorretamente'],
  ],
}

/** A graded word in a text, and the scale it belongs to. */
export interface GradedWord {
  scale: readonly string[]
  /** Position in the scale. */
  at: number
  /** Where it stands in the text, and as it is written there. */
  index: number
  word: string
}

/** The first graded word of the text, the longest of those that start at the same place. */
export function findGradedWord(text: string, language: RuleLanguage): GradedWord | undefined {
  let found: GradedWord | undefined
  for (const scale of scales[language]) {
    scale.forEach((word, at) => {
      const match = new RegExp(`(?<![\\p{L}-])${word}(?![\\p{L}-])`, 'iu').exec(text)
      if (!match) return
      const longer = match.index === found?.index && match[0].length > found.word.length
      if (!found || match.index < found.index || longer)
        found = { scale, at, index: match.index, word: match[0] }
    })
  }
  return found
}

/** The word of the scale for a rank from 1 (best) to 0 (worst). */
export function wordForRank(scale: readonly string[], rank: number): { word: string; at: number } {
  const at = Math.min(scale.length - 1, Math.max(0, Math.round((1 - rank) * (scale.length - 1))))
  return { word: scale[at] ?? '', at }
}

/** The word halfway between two words of one scale, in the case of the first; undefined where there is none. */
export function wordBetween(first: string, second: string, language: RuleLanguage): string | undefined {
  for (const scale of scales[language]) {
    const [from, to] = [first, second].map((word) => scale.indexOf(word.trim().toLowerCase()))
    if (from === undefined || to === undefined || from < 0 || to < 0 || Math.abs(to - from) < 2) continue
    const word = scale[Math.floor((from + to) / 2)]
    return word && withCaseOf(word, first)
  }
  return undefined
}
