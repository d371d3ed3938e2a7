/** What a column holds, by its heading. */
export type HeadingRole = 'criterion' | 'points' | 'weight' | 'drop'

const set = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean))

/** What a column of criteria is called, with any few words beside it: "Marking criteria", "Criterios del ensayo". */
const CRITERIA = set(
  'criteria criterion criterias criterio criterios critere criteres kriterium kriterien criterium beoordelingscriteria bewertungskriterien',
)
/** What is counted. */
const MEASURES = set(`mark marks point points pts score scores grade grades rate rating ratings
  puntos punto ptos puntaje puntajes puntuacion nota notas calificacion valor
  note notes punkte punkt punktzahl punten punt cijfer pontos ponto pontuacao`)
/** What can be had of it. */
const MOST =
  set(`max maximum possible available full total worth value allocated allotted allocation attainable range ranges rango rangos
  maximo maxima maximos maximas posible posibles maximale maximal possibles
  mogliche moglich erreichbare erreichbar maximaal haalbaar haalbare possivel possiveis`)
/** What somebody got. */
const GOT = set(`earned awarded obtained received achieved given actual assigned scored gained attained raw
  obtenido obtenida obtenidos obtenidas alcanzado alcanzada asignado asignada
  obtenu obtenue obtenus obtenues attribue attribuee attribues attribuees
  erreicht erreichte erreichten erhaltene erzielt erzielte vergeben vergebene
  behaald behaalde toegekend toegekende gescoord obtido obtida obtidos obtidas atribuido atribuida`)
/** Who gave or got it. */
const PEOPLE =
  set(`your my student students student's teacher teachers teacher's tutor tutor's lecturer lecturer's marker marker's
  examiner examiner's assessor assessor's moderator instructor instructor's grader grader's ta judge judge's judges
  peer self yourself team evaluator evaluator's reviewer reviewer's professor professor's faculty
  docente profesor estudiante alumno evaluador jurado professeur eleve etudiant jury enseignant
  dozent dozentin lehrer lehrerin docent professora aluno avaliador`)
/** What somebody says of it. */
const REMARKS =
  set(`comment comments feedback remark remarks observations justification justifications reasons reflection
  comentario comentarios observacion observaciones retroalimentacion commentaire commentaires remarque remarques appreciation
  kommentar kommentare bemerkung bemerkungen anmerkung anmerkungen begrundung
  opmerking opmerkingen commentaar observacoes observacao`)
const WEIGHTS = set(`weight weights weighting weightage % percent percentage factor multiplier
  peso pesos ponderacion porcentaje ponderation coefficient pourcentage poids gewicht gewichtung prozent anteil
  weging wegingsfactor ponderacao porcentagem percentual`)
/** Words that change nothing. */
const FILLERS =
  set(`the a of for from by on in to and or out overall final specific additional general further other any first second 1st 2nd
  assessment assignment de del la el los las por y o al en para du des le les sur et l' d' der die das und von
  van het en do da dos das e`)

/**
 * The role that a heading of a few words has by the words it is made of: "Your marks/comments", "Max. mark",
 * "Marking criteria". Undefined when there is a word in it that fits no role, or none at all that makes one.
 *
 * @param folded in lower case and without accents
 */
export function headingRole(folded: string): HeadingRole | undefined {
  if (folded.length > 60) return undefined
  const tokens = folded
    .replace(/\([^()]*\)/g, ' ')
    // "Point scale for each section"
    .replace(/\bpoints? scale\b/g, 'points possible')
    .replace(/\b(?:for|per) (?:each|every) \p{L}+$/u, ' ')
    .replace(/\b([ld]')/g, '$1 ')
    .split(/[\s/&|,:;.*()[\]–—-]+/u)
    .filter(Boolean)
  if (tokens.length === 0 || tokens.length > 6) return undefined
  if (tokens.length <= 4 && isCriteria(tokens)) return 'criterion'
  const isOf = (...sets: ReadonlySet<string>[]) =>
    tokens.every((token) => FILLERS.has(token) || sets.some((one) => one.has(token)))
  const has = (one: ReadonlySet<string>) => tokens.some((token) => one.has(token))
  if (isOf(MEASURES, GOT, PEOPLE, REMARKS) && (has(GOT) || has(REMARKS) || (has(PEOPLE) && has(MEASURES))))
    return 'drop'
  if (isOf(WEIGHTS, MEASURES, MOST) && has(WEIGHTS)) {
    // "% of mark", but "Percent/points" leaves the unit open.
    if (!has(MEASURES) || /\b(?:of|de|van|von)\b/.test(folded)) return 'weight'
    // "Max. points / weighting": points of the whole, and the shares of its parts.
    return has(MOST) ? 'points' : undefined
  }
  // "Full" alone is a level, beside "Partial".
  const alone = tokens.length === 1 && tokens[0] !== 'full'
  if (isOf(MEASURES, MOST) && has(MOST) && (has(MEASURES) || alone)) return 'points'
  return undefined
}

/** "… criteria" or "Criteria for …"; a sentence has more words, and a criterion's own name more than the bare word. */
function isCriteria(tokens: readonly string[]): boolean {
  const named = CRITERIA.has(tokens[0] ?? '') || CRITERIA.has(tokens.at(-1) ?? '')
  return named && tokens.every((token) => /^[\p{L}'’]+$/u.test(token))
}
