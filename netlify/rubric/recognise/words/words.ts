import { headingRole } from './heading-phrases.ts'
import * as more from './more-languages.ts'

/**
 * The vocabulary of rubrics in English, Spanish, French, German, Dutch, Portuguese, Chinese, Arabic and Hebrew; the
 * core of it in others is in more-languages.ts.
 * Words are compared in lower case without accents (`fold`).
 */

export function fold(text: string): string {
  return (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[’‘`´]/g, "'")
      // Marks of footnotes.
      .replace(/(?<=\p{L})[¹²³⁰⁴-⁹]+/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

export function words(list: string): string[] {
  return list
    .split(/[\n,]/)
    .map((word) => fold(word))
    .filter((word) => word !== '')
}

function matcher(list: string): (text: string) => boolean {
  const set = new Set(words(list))
  return (text) => {
    const folded = fold(text)
      .replace(/\([^()]*\)/g, ' ')
      .replace(/[:：*#.]+$/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    if (set.has(folded)) return true
    const parts = folded.split(/\s*(?:\/|&|\||,| and | y | et | und | en | e )\s*/).filter(Boolean)
    return parts.length > 1 && parts.length <= 4 && parts.every((part) => set.has(part))
  }
}

const criterionWord =
  matcher(`criteria, criterion, criterias, criteria group, rubric criteria, grading criteria, evaluation criteria, assessment criteria, scoring criteria, marking criteria, marking criterion, performance criteria, performance criterion, judging criteria,
  skill set, skill sets, category, categories, dimension, dimensions, aspect, aspects, trait, traits, skill, skills, objective, objectives, outcome, outcomes, learning outcome, learning outcomes, learning objective, standard, standards, indicator, indicators, element, elements, component, components, area, areas, item, items, task, tasks, metric, metrics, requirement, requirements, question, topic, domain, focus, focus area, feature, factor, section, part, expectation, expectations, competency, competencies, deliverable, deliverables, livrable, livrables, entregable, entregables, rubric, element of essay, performance indicator, assignment, evaluation area, activity, artifact, statement, deduction, error, issue, violation, infraction, dimension of quality, quality, attribute, attributes, what, checklist, step, name, work, problem, exercise, criteria & description, learning target, trait / criteria, point value, rating, ratings, scale, level, levels, performance level, points, score,
  criterio, criterios, criterios de evaluacion, criterio de evaluacion, requisito, requisitos, reactivo, reactivos, concepto, conceptos, categoria, categorias, aspecto, aspectos, aspectos a evaluar, aspecto a evaluar, aspectos para evaluar, aspectos evaluados, aspectos por evaluar, indicador, indicadores, indicador de logro, indicadores de logro, dimension, dimensiones, competencia, competencias, rubrica, elemento, elementos, item, items, area, rubro, rubros, habilidad, tarea, pregunta, variable, variables, descriptor, parametro, parametros,
  critere, criteres, criteres d'evaluation, critere d'evaluation, categorie, competence, competences, aspect, element, elements, indicateur, indicateurs, objectif, objectifs, tache,
  kriterium, kriterien, bewertungskriterien, bewertungskriterium, kategorie, kategorien, aspekt, aspekte, bereich, bereiche, kompetenz, kompetenzen, merkmal, merkmale, aufgabe, teilaufgabe, anforderung, anforderungen, dimension,
  criterium, criteria, beoordelingscriteria, beoordelingscriterium, onderdeel, onderdelen, categorie, aspect, aspecten, competentie, competenties, indicator, vaardigheid,
  criterio, criterios, criterio de avaliacao, criterios de avaliacao, categoria, aspecto, dimensao, dimensoes, competencia, indicador, indicadores, item, itens, quesito, quesitos,
  标准, 评分标准, 评价标准, 评估标准, 评价指标, 指标, 项目, 评分项目, 评分项, 维度, 评价维度, 类别, 內容, 内容, 评价内容, 準則, 标准项, 考核项目, 评估项目, 要素,
  المعيار, المعايير, معيار التقييم, معايير التقييم, عناصر التقييم, المؤشر, المؤشرات, المجال, المجالات, البند, البنود, المهارة, المهارات, العنصر, العناصر, المحور,
  קריטריון, קריטריונים, קריטריון הערכה, קריטריונים להערכה, ממד, ממדים, מדד, מדדים, תחום, תחומים, רכיב, רכיבים, היבט, היבטים, מיומנות, מיומנויות,
  ${more.CRITERIA}, ${more.ITEMS}`)

const strongCriterionWord = matcher(
  `criteria, criterion, criteria group, rubric criteria, grading criteria, evaluation criteria, assessment criteria, scoring criteria, marking criteria, performance criteria, judging criteria, rubric, criterio, criterios, criterios de evaluacion, criterio de evaluacion, aspectos a evaluar, aspecto a evaluar, rubrica, indicadores de logro, rubro, rubros, critere, criteres, criteres d'evaluation, kriterium, kriterien, bewertungskriterien, bewertungskriterium, criterium, beoordelingscriteria, beoordelingscriterium, criterios de avaliacao, criterio de avaliacao, quesito, 评分标准, 评价标准, 评估标准, 评价指标, 评分项目, 评分项, 维度, 评价维度, 考核项目, المعيار, المعايير, معيار التقييم, معايير التقييم, קריטריון, קריטריונים, קריטריון הערכה, קריטריונים להערכה,
  ${more.CRITERIA}`,
)

/** Words that head a column of criteria, though other columns too. */
export function isCriterionWord(text: string): boolean {
  return criterionWord(text) || headingRole(fold(text)) === 'criterion'
}

/** Words that only ever head the column of criteria: enough to believe in a rubric. */
export function isStrongCriterionWord(text: string): boolean {
  return strongCriterionWord(text) || headingRole(fold(text)) === 'criterion'
}

const descriptionWord =
  matcher(`description, descriptions, descriptor, descriptors, meaning, interpretation, details, detail, guiding questions, guiding question, explanation, advice, expectations, expectation, what to look for, requirements, requirement, questions, look fors, notes to judges, definition, guidance, evidence, considerations, standard description, what we look for, key questions, things to consider, indicators, performance indicators, success criteria, objective,
  descripcion, detalle, detalles, explicacion, significado, preguntas guia, definicion, indicadores, que se evalua,
  description, explication, details, descriptif, indicateurs,
  beschreibung, erlauterung, bedeutung, details, definition, indikatoren, leitfragen,
  beschrijving, toelichting, betekenis, uitleg, omschrijving,
  descricao, detalhes, explicacao, definicao,
  描述, 说明, 详细说明, 评分说明, 要求, 具体要求, 评价要点, 观测点, 內容描述,
  الوصف, الشرح, التوضيح, التفاصيل, תיאור, פירוט, הסבר, הגדרה,
  ${more.DESCRIPTIONS}`)

const pointsWord =
  matcher(`points, point, pts, pts., max, max., maximum, max point, maximum point, max points, max pts, maximum points, points possible, possible points, possible, points available, available points, available, out of, value, worth, marks, mark, max marks, maximum marks, max score, maximum score, point value, points value, points worth, total points, total possible, total marks, allocated marks, points allocated, points allotted, point allocation, mark allocation, credit, credits, deduction, deductions, points deducted, points off, penalty, points lost,
  puntos, punto, puntaje, puntuacion, valores, valor del reactivo, pts, ptos, puntaje maximo, puntuacion maxima, valor, valoracion, puntos posibles, valor maximo, puntos maximos, descuento, penalizacion,
  points, bareme, points possibles, note maximale, maximum, points maximum, deductions,
  punts, puntuacio, puntuacio maxima,
  punkte, punkt, max. punkte, maximale punkte, maximalpunkte, punktzahl, maximale punktzahl, mogliche punkte, abzug, punktabzug, pkt, erreichbare punkte,
  punten, punt, max. punten, maximale punten, te behalen punten, maximum aantal punten, aantal punten, aftrek,
  pontos, pontuacao, ponto, pontuacao maxima, valor, pontos possiveis, desconto, valor maximo,
  分值, 满分, 分数, 分, 最高分, 总分, 扣分, 配分, 滿分,
  الدرجة, الدرجات, النقاط, العلامة, العلامات, الدرجة القصوى, الدرجة العظمى, الدرجة الكلية, נקודות, ניקוד, ניקוד מרבי, ניקוד מקסימלי,
  ${more.POINTS}`)

/** Also with what it is about: "Indicators of success", "Indicateurs de la réussite". */
export function isDescriptionWord(text: string): boolean {
  const head = /^(\p{L}+) (?:of|for|de|del|des|du|d'|fur|der|van)\b/u.exec(fold(text))?.[1]
  return descriptionWord(text) || (head !== undefined && text.length <= 60 && descriptionWord(head))
}

/** Also "Percent/points", which leaves the unit open. */
export function isPointsWord(text: string): boolean {
  const parts = text.split('/')
  return (
    pointsWord(text) ||
    headingRole(fold(text)) === 'points' ||
    (parts.length === 2 &&
      parts.some(pointsWord) &&
      parts.every((part) => pointsWord(part) || isWeightWord(part)))
  )
}

const weightWord =
  matcher(`weight, weights, weighting, weightage, weighted, %, percent, percentage, % of grade, percent of grade, % weight, weight %, multiplier, multiplyer, factor, metric weight, criterion weight, percentage of grade, % of total, % of mark,
  peso, pes, ponderacion, ponderacio, porcentaje, valor porcentual, % nota,
  ponderation, coefficient, coef, coeff, pourcentage, poids,
  gewicht, gewichtung, anteil, prozent, prozente, faktor,
  weging, gewicht, percentage, wegingsfactor, factor,
  peso, ponderacao, porcentagem, percentual, percentagem,
  权重, 比重, 占比, 百分比, 比例,
  الوزن, الوزن النسبي, النسبة, النسبة المئوية, משקל, משקל יחסי, אחוז, אחוזים,
  ${more.WEIGHTS}`)

const isDropHeading =
  matcher(`score, scores, your score, points earned, points awarded, point awarded, earned, earned points, awarded, score earned, your points, points received, received, actual, actual points, grade, grades, comments, comment, feedback, notes, note, remarks, remark, self, self assessment, self-assessment, self score, self-score, peer, peer score, teacher, teacher score, student score, student, instructor, instructor score, total, totals, subtotal, sub-total, sub total, criterion score, final score, final grade, weighted score, weighted scores, selected option, tick, check, initials, judge, judge score, rating given, evidence found, score/comments, comments/score, instructor comments, teacher comments, points given, result, results, marks awarded, marks obtained, marks earned, mark awarded, points obtained, justification, reviewer comments, reflection, #, no., nr, nr., n°, number, num, id, total score, row total, ta comments, observations, yes/no, y/n, met/not met, done/not done, your marks, actual marks,
  puntuacion obtenida, puntaje obtenido, puntos obtenidos, obtenido, obtenidos, nota, notas, calificacion, comentario, comentarios, observaciones, observacion, retroalimentacion, total, puntaje final, evidencia, evidencias, logro obtenido, ptje. obtenido, autoevaluacion, coevaluacion, si/no, cumple/no cumple, cumplido/no cumplido, conceito,
  note obtenue, note, commentaire, commentaires, remarque, remarques, observations, points obtenus, resultat, total, retroaction, obtenu, autoevaluation, oui/non,
  erreichte punkte, kommentar, kommentare, bemerkung, bemerkungen, anmerkungen, anmerkung, note, ergebnis, summe, bewertung, erreicht, selbsteinschatzung, feedback, gesamt, ja/nein,
  opmerking, opmerkingen, score, behaald, behaalde punten, ja/nee, toelichting docent, feedback, cijfer, totaal, resultaat,
  pontos obtidos, nota obtida, nota, comentario, comentarios, observacoes, pontuacao obtida, resultado, total, autoavaliacao, sim/nao,
  得分, 评语, 备注, 实际得分, 自评, 互评, 教师评分, 评分, 小计, 合计, 意见, 评价, 序号, 自评得分, 扣分原因,
  الدرجة المستحقة, الدرجة المكتسبة, درجة الطالب, ملاحظات, الملاحظات, التعليق, التعليقات, المجموع, النتيجة, ציון, ציון סופי, ניקוד שהתקבל, הערה, הערות, משוב, סך הכול, סך הכל, סה"כ, סה״כ,
  ${more.REMARKS}`)

/** A remark of somebody: "Observaciones del experto", "Comments by the judges", "Brief comments". */
const REMARK =
  /^(?:brief |additional |other |general )?(?:comments?|feedback|notes?|remarks?|observaciones|comentarios?|observacoes|commentaires?|remarques?|kommentare?|bemerkungen|anmerkungen|opmerkingen)(?: (?:by|from|of|for|to|on|del?|para|por|de la|du|des|da|do|von|van)\b.{0,40})?$/

export function isRemarkWord(text: string): boolean {
  return REMARK.test(
    fold(text)
      .replace(/\([^()]*\)/g, ' ')
      .replace(/[:*\s]+$/, ''),
  )
}

/** Headings of columns that are filled in: scores, comments, somebody's name. */
export function isDropWord(text: string): boolean {
  return isDropHeading(text) || headingRole(fold(text)) === 'drop' || isRemarkWord(text)
}

/** Headings of a column of days. */
export function isDateWord(text: string): boolean {
  return /^(?:due(?: date| by)?|dates?(?: due)?|deadlines?|fechas?(?: de (?:entrega|inicio|fin))?|data de entrega|prazo|datum|termin|abgabe(?:datum|termin)?|faellig|fallig|echeance|date (?:limite|de rendu|de remise)|inleverdatum|截止日期|日期)[:：]?$/.test(
    fold(text),
  )
}

export function isWeightWord(text: string): boolean {
  return weightWord(text) || headingRole(fold(text)) === 'weight'
}

/** Headings that say what a column holds, so they are no level. */
export function isRole(text: string, index: number): boolean {
  // "No." is a number where "No" is an answer.
  if (index === 0 && (isCriterionWord(text) || /^(?:s\.? ?)?n[or]\.$/i.test(text.trim()))) return true
  return (
    isDropWord(text) ||
    isPointsWord(text) ||
    isWeightWord(text) ||
    isDescriptionWord(text) ||
    isStrongCriterionWord(text)
  )
}

export const isSectionWord = matcher(
  `section, part, activity, unit, strand, domain, area, group, phase, category, theme, sprint, week, module, milestone, grupo, seccion, parte, unidad, bloque, ambito, groupe, partie, bloc, domaine, teil, gruppe, abschnitt, bereich, deel, groep, blok, secao, modulo, 部分, 模块, 章节, 一级指标, 类别, 维度, القسم, الجزء, الوحدة, المحور, المجال, חלק, פרק, יחידה, תחום`,
)

/** Spanning headings over the levels that name no level themselves. */
/** Also two of them: "Escala de calificación / Puntuación". */
export const isScaleWord = (text: string): boolean => {
  const parts = text.split('/')
  return isOneScaleWord(text) || (parts.length > 1 && parts.every(isOneScaleWord))
}
const isOneScaleWord =
  matcher(`extent of achievement, levels, level, levels of performance, level of performance, performance levels, performance level, levels of achievement, level of achievement, achievement levels, achievement level, ratings, rating, rating scale, scale, scoring scale, score, scores, scoring, points, performance, performance descriptors, descriptors, quality, levels of quality, level of quality, mastery level, proficiency level, proficiency levels, proficiency, scoring levels, point value, points possible, grade, grading scale, scoring guide, standards,
  niveles, nivel, niveles de desempeno, nivel de desempeno, niveles de logro, nivel de logro, escala, escalas, escala de valoracion, escalas de valoracion, escala de calificacion, escalas de calificacion, escala de puntuacion, escala de evaluacion, desempeno, puntuacion, puntaje, valoracion, niveles de dominio, calificacion, niveles de ejecucion,
  niveaux, niveau, niveaux de performance, niveau de performance, echelle, niveaux de maitrise, niveau de maitrise, appreciation, echelle d'appreciation,
  stufen, stufe, niveaustufen, niveau, niveaus, leistungsstufen, bewertungsstufen, bewertung, skala, punkte, bewertungsskala,
  niveaus, niveau, beoordeling, schaal, score, prestatieniveau, prestatieniveaus,
  niveis, nivel, niveis de desempenho, nivel de desempenho, escala, escala de pontuacao, escala de avaliacao, desempenho, pontuacao, avaliacao,
  等级, 评分等级, 水平, 评价等级, 分数, 级别, 表现水平, 评分,
  مستوى الاداء, مستويات الاداء, مستوى الانجاز, مستويات الانجاز, المستوى, المستويات, التقدير, רמה, רמות, רמת ביצוע, רמות ביצוע, סולם,
  ${more.SCALES}`)

/** "Deductions Total", "Core total (Parts 1–4)": the total of a group that the words before name. */
const GROUP_TOTAL = /^(?:\p{L}[\p{L}'/&-]*\s){1,3}(?:sub[- ]?)?total$/u
/** Names of the whole, so that their total is the total. */
const WHOLE =
  /^(?:the |my |your )?(?:assignment|project|coursework|course|exam|homework|lab|work|points?|marks?|score|trabajo|proyecto|travail|projekt|puntaje|puntuacion|calificacion)\s/u

const TOTAL =
  /^(grand |overall |final |sub[- ]?|max(imum)? |rubric |(?:section|part|category|page|task|group|criteria) )?(total(e|es|s)?|totaal|gesamt|gesamtpunktzahl|gesamtpunkte|gesamtsumme|summe|suma|sum|soma|score total|puntaje total|puntuacion total|puntuacion (?:obtenida|final|maxima)|puntaje (?:obtenido|final|maximo)|calificacion (?:final|obtenida|total)|percent(?:age)? out of|nota final|note finale|note totale|final (score|grade|mark)|overall (score|grade)|pontuacao total|points possible|possible points|zwischensumme|zwischennote|schlussnote|gesamtnote|subtotaal|endnote|eindcijfer|总分|合计|总计|小计|總分|合計|满分|sous[- ]total|المجموع(?: الكلي)?|الاجمالي|الدرجة الكلية|סך הכו?ל|סה["״]כ|tong (?:điem|cong|so điem))(?![\p{Ll}])/u

/** "Graded out of 20 points." */
const OUT_OF_TOTAL =
  /^(?:(?:it|this)(?: \p{L}+)? (?:is|will be) )?(?:graded|marked|scored|assessed) out of (?:a total of )?\d+(?: \p{L}+)?\.?$/u

const isOtherTotal = matcher(more.TOTALS)
/** What is longer says more than a total, and takes long to compare with words. */
const MAX_TOTAL = 120

/** A row or line that adds up others: "Total", "Sub Total", "Puntaje total", "Summe", "总分". */
export function totalWord(text: string): 'total' | 'subtotal' | undefined {
  // "[+2] Total revenue is reported" is a criterion.
  if (/^\s*[([（【]\s*[-+−]?\d[^)\]）】]*[)\]）】]/u.test(text)) return undefined
  const folded = fold(text).replace(/^[^\p{L}]+/u, '')
  const name = folded.replace(/\s*(?:\([^()]{1,40}\))?\s*[:：]?$/u, '')
  if (GROUP_TOTAL.test(name) && !TOTAL.test(folded)) return WHOLE.test(folded) ? 'total' : 'subtotal'
  if (text.length <= MAX_TOTAL && (isOtherTotal(text) || OUT_OF_TOTAL.test(folded))) return 'total'
  if (!TOTAL.test(folded) || folded.length > MAX_TOTAL) return undefined
  return /^(sub|zwischen|小计|sous|section|part|category|page|task|group|criteria)/.test(folded)
    ? 'subtotal'
    : 'total'
}

export const RUBRIC_WORD =
  /rubric|rubrik|rubrica|grille|bewertungsraster|bewertungsbogen|(?:be|aus)wertungskriterien|beurteilungs(raster|bogen|kriterien)|beoordelings|scoring (guide|criteria|sheet)|grading (criteria|form|scheme|sheet|requirements|guide|break ?down)|(points?|grade|marks?) (break ?down|distribution|allocation)|graded (based )?on|mark(ing)? (scheme|schema|guide|criteria|sheet)|evaluation (criteria|form|grid|sheet)|assessment (criteria|grid|sheet)|score ?sheet|matriz de (evaluacion|valoracion|avaliacao)|criterios? de (evaluacion|avaliacao|calificacion|correcao|correccion)|criteres? d'evaluation|bareme|escala de (valoracion|apreciacion)|lista de cotejo|ficha de avaliacao|judging (?:criteria|form|sheet|guide)|checklist|check list|pauta de (evaluacion|correccion)|erwartungshorizont|评分标准|评分表|评分细则|量规|评价量表|評分|评价标准|考核标准|سل(?:م|الم) (?:ال)?(?:تقدير|تقييم)|معايير (?:ال)?تقييم|מחוון|רובריקה|טבלת הערכה/

const MORE_NAMES = words(more.NAMES)

/** Says that a rubric follows: a title, a heading, a file's name. */
export function namesRubric(text: string): boolean {
  const folded = fold(text)
  return RUBRIC_WORD.test(folded) || MORE_NAMES.some((name) => folded.includes(name))
}

/** Cells that only show that there is nothing: "-", "__", "n/a", "…", "TBD", a spreadsheet's "#VALUE!". */
export function isPlaceholder(text: string): boolean {
  const flat = text.replace(/\s+/g, '')
  return (
    flat === '' ||
    /^([-–—_.…·•*/\\|~=☐□○◯⬜❍❏❐❑❒]+|n\/?a\.?|tbd|#(?:wert!|value!|valeur!|¡valor!|ref!|bezug!|n\/?a|nv|div\/0!|name\??)|\(?\s*blank\s*\)?|\[\s*\]|\[_+\]|xx+|nbsp)$/i.test(
      flat,
    )
  )
}

/** Form fields and running heads that are no part of a rubric: "Name: ____", "Date:", "Page 2 of 3". */
export function isFormField(text: string): boolean {
  const folded = fold(text)
  if (/_{3,}|\.{8,}|…{3,}/.test(folded)) return true
  if (/^(page|pagina|seite|p\.)\s*\d+/.test(folded) || /^\d+\s*(\/|of|de|von|van)\s*\d+$/.test(folded))
    return true
  return /^(student|name|names?|your name|student'?s? names?|team( name)?|group( name)?|date|class|period|section|course|teacher|instructor|evaluator|reviewer|judge|examiners?|examined by|marker|marked by|assessor|assessed by|grader|graded by|id|student (id|number|no)|project( name)?|project title|e-?mail|due( date)?|assignment|nombre|nombres|nombre del (alumno|estudiante)|matricula|profesor|materia|fecha|curso|grupo|alumno|alumne|alumne o grup|estudiante|docente|nom|prenom|datum|klasse|projekt|studentengruppe|name des studenten|matrikelnummer|prufer|dozent|docent|studentnummer|naam|klas|aluno|turma|data|姓名|日期|班级|学号|comments?|comentarios|observaciones|feedback|kommentare?|commentaires?|opmerkingen|notes?|signature|firma|评语|الاسم|اسم الطالب|التاريخ|الصف|الشعبة|שם|שם התלמיד|תאריך|כיתה)\s*[:：]/.test(
    folded,
  )
}
