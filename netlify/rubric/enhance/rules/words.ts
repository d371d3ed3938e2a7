import type { RuleLanguage } from '../language.ts'

/** Words that two teachers read differently: nothing says what is to be seen. */
export const VAGUE: Record<RuleLanguage, string[]> = {
  en: 'good nice great excellent outstanding poor adequate adequately appropriate appropriately sufficient sufficiently reasonable reasonably satisfactory effective effectively interesting strong weak proper properly decent various etc creative insightful meaningful relevant'.split(
    ' ',
  ),
  es: 'bueno buena excelente adecuado adecuada apropiado apropiada suficiente satisfactorio pobre interesante débil etc'.split(
    ' ',
  ),
  fr: 'bon bonne excellent excellente adéquat adéquate approprié appropriée suffisant satisfaisant faible intéressant etc'.split(
    ' ',
  ),
  de: 'gut gute guter hervorragend angemessen angemessene ausreichend ausreichende zufriedenstellend interessant schwach usw'.split(
    ' ',
  ),
  nl: 'goed goede uitstekend passend voldoende onvoldoende interessant zwak zwakke redelijk enz'.split(' '),
  pt: 'bom boa excelente adequado adequada apropriado apropriada suficiente satisfatório interessante fraco fraca etc'.split(
    ' ',
  ),
}

/** Words of frequency, and the share that makes two teachers count the same. */
export const FREQUENCY: Record<RuleLanguage, { words: string[]; share: string }[]> = {
  en: [
    {
      words: ['usually', 'often', 'frequently', 'generally', 'most of the time'],
      share: 'more than half of the time',
    },
    { words: ['sometimes', 'occasionally', 'at times'], share: 'less than half of the time' },
    { words: ['rarely', 'seldom'], share: 'once at most' },
  ],
  es: [
    {
      words: ['casi siempre', 'normalmente', 'a menudo', 'con frecuencia'],
      share: 'más de la mitad de las veces',
    },
    { words: ['a veces', 'en ocasiones'], share: 'menos de la mitad de las veces' },
    { words: ['rara vez', 'pocas veces'], share: 'una vez como máximo' },
  ],
  fr: [
    {
      words: ['souvent', 'généralement', 'le plus souvent', 'fréquemment'],
      share: 'plus de la moitié du temps',
    },
    { words: ['parfois', 'quelquefois'], share: 'moins de la moitié du temps' },
    { words: ['rarement'], share: 'une fois au plus' },
  ],
  de: [
    { words: ['meistens', 'oft', 'häufig', 'in der Regel'], share: 'in mehr als der Hälfte der Fälle' },
    { words: ['manchmal', 'gelegentlich'], share: 'in weniger als der Hälfte der Fälle' },
    { words: ['selten'], share: 'höchstens einmal' },
  ],
  nl: [
    { words: ['meestal', 'vaak', 'doorgaans'], share: 'in meer dan de helft van de gevallen' },
    { words: ['soms', 'af en toe'], share: 'in minder dan de helft van de gevallen' },
    { words: ['zelden'], share: 'hooguit één keer' },
  ],
  pt: [
    { words: ['quase sempre', 'geralmente', 'frequentemente'], share: 'mais da metade das vezes' },
    { words: ['às vezes', 'ocasionalmente'], share: 'menos da metade das vezes' },
    { words: ['raramente'], share: 'no máximo uma vez' },
  ],
}

/** English amounts before a plural, and the count that makes them one. */
export const AMOUNTS: { words: string[]; count: string }[] = [
  { words: ['a few', 'few', 'a couple of'], count: '1 or 2' },
  { words: ['some', 'several'], count: '3 to 5' },
  { words: ['many', 'numerous', 'a lot of', 'lots of'], count: 'more than 5' },
]

/** English words that add nothing to see. */
export const INTENSIFIERS = [
  'very',
  'really',
  'quite',
  'extremely',
  'truly',
  'highly',
  'simply',
  'fairly',
  'rather',
]

/** Verbs of rubrics: plain, with "the student", and with -ing. */
const STEMS =
  'analyze analyse apply argue arrive attempt bring calculate choose cite communicate compare complete connect contrast create define demonstrate describe develop discuss draw evaluate explain fail follow give identify illustrate include integrate interpret interrupt justify lack list listen locate maintain make meet name offer organize participate perform plan present produce provide read recognize reflect relate respond revise select show solve speak state structure submit suggest summarize support synthesize take understand use work write'
export const VERBS = STEMS.split(' ').map((base) => ({
  base,
  third: /(?:s|sh|ch|x|z)$/.test(base)
    ? `${base}es`
    : /[^aeiou]y$/.test(base)
      ? `${base.slice(0, -1)}ies`
      : `${base}s`,
  gerund:
    base === 'submit' || base === 'plan'
      ? `${base}${base.slice(-1)}ing`
      : `${base.replace(/(?<!e)e$/, '')}ing`,
}))

/** Long words and the short ones that say the same, all English. Inflections are listed as they occur. */
export const PLAIN: Record<string, string> = {
  utilize: 'use',
  utilizes: 'uses',
  utilized: 'used',
  utilizing: 'using',
  utilization: 'use',
  utilise: 'use',
  utilises: 'uses',
  demonstrate: 'show',
  demonstrates: 'shows',
  demonstrating: 'showing',
  exhibit: 'show',
  exhibits: 'shows',
  facilitate: 'help',
  facilitates: 'helps',
  articulate: 'say',
  articulates: 'says',
  ascertain: 'find out',
  ascertains: 'finds out',
  commence: 'start',
  commences: 'starts',
  comprehend: 'understand',
  comprehends: 'understands',
  comprehensive: 'complete',
  comprehensively: 'completely',
  component: 'part',
  components: 'parts',
  construct: 'build',
  constructs: 'builds',
  endeavor: 'try',
  endeavors: 'tries',
  employ: 'use',
  employs: 'uses',
  enumerate: 'list',
  enumerates: 'lists',
  erroneous: 'wrong',
  extraneous: 'extra',
  'with insufficient': 'without enough',
  insufficient: 'not enough',
  sufficient: 'enough',
  numerous: 'many',
  obtain: 'get',
  obtains: 'gets',
  requisite: 'needed',
  subsequent: 'later',
  subsequently: 'later',
  substantiate: 'prove',
  substantiates: 'proves',
  terminate: 'end',
  terminates: 'ends',
  methodology: 'method',
  pertinent: 'fitting',
  proficient: 'skilled',
  proficiently: 'skilfully',
  'in order to': 'to',
  'with regard to': 'about',
  'in relation to': 'about',
  'due to the fact that': 'because',
  'prior to': 'before',
  'a majority of': 'most of',
  'in the absence of': 'without',
  'has the ability to': 'can',
  'is able to': 'can',
  'are able to': 'can',
}
