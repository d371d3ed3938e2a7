/** The languages the rules know words of. */
export type RuleLanguage = 'en' | 'es' | 'fr' | 'de' | 'nl' | 'pt'

// The commonest words of each language that the others lack.
const COMMON: Record<RuleLanguage, string> = {
  en: 'the and of with to student students is are in no all some work for that their',
  es: 'el la los las del con una estudiante estudiantes y que no se sus trabajo algunos',
  fr: "le les des du avec une étudiant élève et que est sont dans l'élève travail aucun",
  de: 'der die das und mit ist sind nicht ein eine wird werden im auf den keine',
  nl: 'de het en van met een is zijn niet geen wordt worden leerling voor aan',
  pt: 'o os as do da com uma estudante aluno e que não são seus trabalho dos',
}

/** The language most of the words are in; undefined when no known one stands out. */
export function detectLanguage(texts: readonly string[]): RuleLanguage | undefined {
  const words = texts
    .join(' ')
    .toLowerCase()
    .match(/[\p{L}'’]+/gu)
  if (!words) return undefined
  const scores = Object.entries(COMMON).map(([language, common]) => {
    const known = new Set(common.split(' '))
    return { language: language as RuleLanguage, score: words.filter((word) => known.has(word)).length }
  })
  const [best, second] = scores.toSorted((a, b) => b.score - a.score)
  if (!best || best.score === 0 || best.score === second?.score) return undefined
  return best.language
}
