import { headingRole } from './heading-phrases.ts'

/**
 * The vocabulary of rubrics in English, Spanish, French, German, Dutch, Portuguese, Chinese, Arabic and Hebrew.
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

function words(list: string): string[] {
  return list
    .split(/[\n,]/)
    .map((word) => fold(word))
    .filter((word) => word !== '')
}

/** Names of levels from best to worst where there is an order; the number ranks them (4 best, 0 worst). */
const LEVELS: Record<number, string> = {
  4: `excellent, exemplary, outstanding, distinguished, superior, exceptional, exceptional work, advanced, mastery,
    mastered, expert, exceeds, exceeds expectations, exceeds expectation, exceeding, exceeds standard, exceeds standards, exceeding expectations,
    above expectations, above standard, extending, excelled, excels, excelling, exceeded, a+, high distinction, distinction, very good, strong, full marks, full credit, full points, thorough, high, highly effective, highly developed, sophisticated, superb, capstone, complete, fully met, fully meets, always, strongly agree, gold, wow, accomplished plus, above and beyond, target, superlative, awesome, amazing, first class, fluent,
    excelente, sobresaliente, destacado, destacada, avanzado, avanzada, experto, muy bueno, muy bien, supera expectativas, supera las expectativas, ejemplar, optimo, superior al esperado, totalmente de acuerdo, siempre, completamente logrado, logro destacado, estrategico, muy alto, muy alta, alto, alta, nivel alto,
    excellent, tres bien, tres bon, exemplaire, expert, avance, depasse les attentes, maitrise, tres satisfaisant, remarquable, tres bonne maitrise, depasse, acquis, tout a fait d'accord, toujours,
    sehr gut, ausgezeichnet, hervorragend, ubertrifft die erwartungen, vorbildlich, exzellent, fortgeschritten, ubertroffen, trifft voll zu, immer, herausragend,
    uitstekend, zeer goed, uitmuntend, voortreffelijk, gevorderd, boven verwachting, overtreft verwachtingen, expert, altijd,
    otimo, muito bom, avancado, exemplar, supera as expectativas, excede as expectativas, sempre, plenamente,
    优秀, 优, 卓越, 杰出, 優秀, 卓越, 非常好, 超出期望, 出色, 精通,
    ممتاز, متميز, متفوق, متقدم, خبير, جيد جدا, يتجاوز التوقعات, يفوق التوقعات, مرتفع, دائما,
    מצוין, מצטיין, מעולה, מתקדם, מומחה, טוב מאוד, טוב מאד, מעל המצופה, עולה על הציפיות, גבוה, תמיד`,
  3: `good, proficient, accomplished, competent, meets, meets expectations, met expectations, meets expectation, meeting, meeting expectations, meets standard, meets standards, met, at standard, effective, skilled, capable, secure, satisfactory plus, above average, achieved, achieving, practitioner, applying, milestone, mostly, usually, often, agree, silver, consolidating, great, credit, solid, mature, substantial, at expectations, at expectation, well developed, on target, adept, commendable, merit, pass, yes,
    bueno, buena, bien, notable, competente, logrado, satisfactorio, satisfactoria, cumple, cumple con las especificaciones, cumple las especificaciones, cumple expectativas, cumple las expectativas, proficiente, esperado, logro esperado, de acuerdo, casi siempre, consolidado, autonomo, medio alto, intermedio, suficiente alto, adecuado, adecuada,
    bon, bien, competent, satisfaisant, repond aux attentes, conforme, atteint, maitrise satisfaisante, d'accord, souvent, assez bien, confirme,
    gut, erfullt die erwartungen, erfullt, kompetent, zutreffend, trifft zu, oft, erreicht,
    goed, ruim voldoende, bekwaam, competent, voldoet aan verwachtingen, volgens verwachting, vaak, voldoet,
    bom, boa, bem, proficiente, competente, atende as expectativas, atendeu as expectativas, atende, atendeu, atende as especificacoes, atendeu as especificacoes, adequado, adequada, satisfatorio, satisfatoria, frequentemente, intermediario,
    良好, 良, 好, 熟练, 达到期望, 符合期望, 達標, 达标, 合格,
    جيد, متقن, متمكن, كفء, يلبي التوقعات, يحقق التوقعات, غالبا,
    טוב, מיומן, עומד בציפיות, כמצופה, לרוב`,
  2: `fair, satisfactory, sufficient, adequate, developing, basic, approaching, approaching expectations, approaching expectation, approaches expectations, approaching standard, approaches standard, average, partial, partially met, partially meets, partially, partial credit, sometimes, some, emerging, progressing, in progress, apprentice, intermediate, nearing, near standard, needs work, acceptable, moderate, okay, ok, decent, so-so, neutral, undecided, bronze, half marks, limited proficiency, attempted, marginal, functional, mediocre, working towards, working toward, growing, approaching proficiency, nearly there, medium, c, minimally effective, mixed, below average, undeveloped,
    regular, suficiente, basico, basica, aceptable, en desarrollo, en proceso, parcial, parcialmente, parcialmente logrado, medio, media, a veces, elemental, algunas veces, por mejorar, mejorable, nivel medio, receptivo, minimo,
    passable, moyen, acceptable, en developpement, en cours, partiel, partiellement, suffisant, parfois, partiellement atteint, maitrise fragile, en cours d'acquisition, elementaire, moyennement,
    befriedigend, ausreichend, genugend, teilweise, teilweise erfullt, grundlegend, durchschnittlich, mittel, manchmal, teils teils,
    voldoende, matig, redelijk, basis, in ontwikkeling, gedeeltelijk, soms, gemiddeld,
    regular, suficiente, basico, razoavel, em desenvolvimento, parcial, parcialmente, mediano, as vezes, aceitavel,
    中等, 中, 一般, 基本, 及格, 发展中, 尚可, 基本达标,
    مقبول, متوسط, نام, نامي, مرض, جزئي, يقترب من التوقعات, احيانا,
    מספיק, בינוני, מתפתח, חלקי, בסיסי, סביר, עומד חלקית בציפיות, לפעמים`,
  1: `poor, bad, beginning, beginner, novice, limited, unsatisfactory, inadequate, insufficient, weak, needs improvement, need improvement, needs development, below expectations, below expectation, below standard, below standards, does not meet, does not meet expectations, doesn't meet expectations, does not meet standard, did not meet, not met, not meeting, unacceptable, rarely, seldom, minimal, minimum, little, low, disagree, starting, entry, rudimentary, deficient, benchmark, fails to meet expectations, ineffective, needs attention, not yet, not yet competent, needs more work, undeveloped, remedial, incomplete, not there yet, poor work, fail, failing,
    deficiente, insuficiente, malo, mala, pobre, inicial, en inicio, principiante, necesita mejorar, debe mejorar, no satisfactorio, insatisfactorio, no cumple, bajo, baja, nivel bajo, novato, incipiente, no logrado, muy deficiente, preformal, rara vez, en desacuerdo, por debajo de las expectativas, por debajo,
    insuffisant, faible, debutant, mediocre, a ameliorer, insatisfaisant, ne repond pas aux attentes, non atteint, maitrise insuffisante, novice, rarement, pas d'accord, en dessous des attentes, non acquis, tres insuffisant,
    mangelhaft, ungenugend, ungenugend, schwach, unzureichend, anfanger, nicht erfullt, trifft nicht zu, selten, verbesserungswurdig, unter den erwartungen, nicht erreicht,
    onvoldoende, slecht, zwak, beginner, beginnend, beneden verwachting, zelden, startend, moet beter, niet voldaan,
    ruim, fraco, iniciante, insuficiente, insatisfatorio, nao atende, precisa melhorar, abaixo das expectativas, abaixo do esperado, raramente, inadequado, inadequada,
    差, 较差, 不足, 不及格, 需改进, 需要改进, 待改进, 不合格, 初级, 初学者, 有待提高, 未达标,
    ضعيف, مبتدئ, محدود, منخفض, غير كاف, غير مرض, يحتاج الى تحسين, دون المستوى, دون التوقعات, نادرا,
    בלתי מספיק, לא מספיק, חלש, מתחיל, נמוך, טעון שיפור, דורש שיפור, מתחת למצופה, לא עומד בציפיות, לעתים רחוקות`,
  0: `none, no credit, no marks, no attempt, not attempted, missing, absent, no evidence, not evident, not present, not submitted, never, strongly disagree, zero, not demonstrated, unscorable, not observed, nothing, no, no points, no submission,
    nulo, nula, no presenta, no entrega, no entregado, ausente, nunca, no realizado, no evidencia, muy en desacuerdo, totalmente en desacuerdo, sin evidencia,
    nul, absent, non rendu, jamais, aucun, inexistant, pas du tout d'accord, non evalue,
    nicht vorhanden, fehlt, keine, nie, niemals, nicht abgegeben, trifft gar nicht zu, trifft uberhaupt nicht zu,
    afwezig, niet aanwezig, nooit, geen, niet ingeleverd, ontbreekt,
    ausente, nao apresenta, nunca, nao entregue, inexistente, nao realizado, discordo totalmente,
    无, 缺失, 未完成, 未提交, 从不,
    لا يوجد, لم يقدم, لم ينجز, غائب, ابدا,
    חסר, לא קיים, לא הוגש, לא בוצע, אין, אף פעם`,
}

const RANK = new Map<string, number>()
for (const rank of [4, 3, 2, 1, 0]) {
  for (const word of words(LEVELS[rank] ?? '')) if (!RANK.has(word)) RANK.set(word, rank)
}

/** 4 (best) to 0 (worst) when a text names a level, or begins or ends with such a name in a few words. */
export function levelRank(text: string): number | undefined {
  if (text.length > 120) return undefined
  // "(Poor)" is a name in brackets; brackets behind a name only add to it.
  const bare = /^\s*\(([^()]*)\)\s*$/.exec(text)?.[1] ?? text
  const folded = fold(bare)
    .replace(/\(([^()]*)\)/g, ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+]+$/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  const exact = RANK.get(folded)
  if (exact !== undefined) return exact
  const parts = folded.split(/\s*[/,:;|–—-]\s+|\s+[-–—]\s*|\/|\s+or\s+|\s+o\s+/).filter(Boolean)
  if (parts.length > 1 && parts.length <= 4) {
    const ranks = parts.flatMap((part) => (part.length > 1 ? (RANK.get(part) ?? []) : []))
    if (ranks.length >= parts.length / 2) return ranks[0]
  }
  const tokens = folded.split(' ')
  if (tokens.length > 5) return undefined
  for (let length = tokens.length - 1; length >= 1; length--) {
    for (const at of [0, tokens.length - length]) {
      const rank = RANK.get(tokens.slice(at, at + length).join(' '))
      const rest = [...tokens.slice(0, at), ...tokens.slice(at + length)]
      if (rank !== undefined && rest.every((token) => GENERIC.has(token))) return rank
    }
  }
  return undefined
}

/** Words that stand beside the name of a level and change nothing: "Excellent work", "Desempeño alto". */
const GENERIC = new Set(
  words(
    `work, performance, quality, level, skill, skills, job, effort, expectations, expectation, specification, specifications, standard, standards, mastery, progress, proficiency, practice, somewhat, fully, all, most, the, of, a, an, is, in, at, to, criteria, requirements, achievement, grade, student, response, very, very much, needs, significantly, minimally, consistently, partially, slightly, far, well, just, above, beyond, exceeds, meets, your, this, range, score, points, understanding, developed, learner, writer, designer, programmer, coder, thinker, mark, marks, credit,
    b, c, d, e, f,
    nivel, muy, desempeno, valoracion, logro, trabajo, de, el, la, con, rendimiento, las, los, expectativas, dominio, cumple,
    sehr, leistung, niveau, stufe, zeer, heel, tres, travail, niveau, bastante, bom, muito, trabalho, desempenho, 级, 等`,
  ),
)

/** "Level 3", "Score 0", "Band B", "Nivel 2", "等级 1": a numbered or lettered step of a scale. */
export function ordinalLevel(text: string): { value?: number; counts: boolean } | undefined {
  const match =
    /^(level|lvl|class|score|scoring|rating|band|tier|grade|stage|step|rank|nivel|niveau|note|puntuacion|stufe|niveau|punktzahl|fase|conceito|nota|等级|级别|水平|得分)\s*[:#]?\s*(\d+(?:\.\d+)?|[a-f][+-]?|[ivx]{1,4})$/.exec(
      fold(text),
    )
  if (match) {
    const value = Number(match[2])
    // A score is what is earned; a level number only names the step.
    const counts = /^(score|scoring|rating|puntuacion|punktzahl|note|nota|得分)/.test(match[1] ?? '')
    return Number.isNaN(value) ? { counts: false } : { value, counts }
  }
  if (/^[a-f][+-]?$/i.test(text.trim())) return { counts: false }
  return undefined
}

function matcher(list: string): (text: string) => boolean {
  const set = new Set(words(list))
  return (text) => {
    const folded = fold(text)
      .replace(/\(.*?\)/g, ' ')
      .replace(/[:：*#.]+$/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    if (set.has(folded)) return true
    const parts = folded.split(/\s*(?:\/|&|\||,| and | y | et | und | en | e )\s*/).filter(Boolean)
    return parts.length > 1 && parts.length <= 4 && parts.every((part) => set.has(part))
  }
}

const criterionWord =
  matcher(`criteria, criterion, criterias, criteria group, rubric criteria, grading criteria, evaluation criteria, assessment criteria, scoring criteria, performance criteria, performance criterion, judging criteria,
  skill set, skill sets, category, categories, dimension, dimensions, aspect, aspects, trait, traits, skill, skills, objective, objectives, outcome, outcomes, learning outcome, learning outcomes, learning objective, standard, standards, indicator, indicators, element, elements, component, components, area, areas, item, items, task, tasks, metric, metrics, requirement, requirements, question, topic, domain, focus, focus area, feature, factor, section, part, expectation, expectations, competency, competencies, deliverable, deliverables, livrable, livrables, entregable, entregables, rubric, element of essay, performance indicator, assignment, evaluation area, activity, artifact, statement, deduction, error, issue, violation, infraction, dimension of quality, quality, attribute, attributes, what, checklist, step, name, work, problem, exercise, criteria & description, learning target, trait / criteria, point value, rating, ratings, scale, level, levels, performance level, points, score,
  criterio, criterios, criterios de evaluacion, criterio de evaluacion, requisito, requisitos, reactivo, reactivos, concepto, conceptos, categoria, categorias, aspecto, aspectos, aspectos a evaluar, aspecto a evaluar, aspectos para evaluar, aspectos evaluados, aspectos por evaluar, indicador, indicadores, indicador de logro, indicadores de logro, dimension, dimensiones, competencia, competencias, rubrica, elemento, elementos, item, items, area, rubro, rubros, habilidad, tarea, pregunta, variable, variables, descriptor, parametro, parametros,
  critere, criteres, criteres d'evaluation, critere d'evaluation, categorie, competence, competences, aspect, element, elements, indicateur, indicateurs, objectif, objectifs, tache,
  kriterium, kriterien, bewertungskriterien, bewertungskriterium, kategorie, kategorien, aspekt, aspekte, bereich, bereiche, kompetenz, kompetenzen, merkmal, merkmale, aufgabe, teilaufgabe, anforderung, anforderungen, dimension,
  criterium, criteria, beoordelingscriteria, beoordelingscriterium, onderdeel, onderdelen, categorie, aspect, aspecten, competentie, competenties, indicator, vaardigheid,
  criterio, criterios, criterio de avaliacao, criterios de avaliacao, categoria, aspecto, dimensao, dimensoes, competencia, indicador, indicadores, item, itens, quesito, quesitos,
  标准, 评分标准, 评价标准, 评估标准, 评价指标, 指标, 项目, 评分项目, 评分项, 维度, 评价维度, 类别, 內容, 内容, 评价内容, 準則, 标准项, 考核项目, 评估项目, 要素,
  المعيار, المعايير, معيار التقييم, معايير التقييم, عناصر التقييم, المؤشر, المؤشرات, المجال, المجالات, البند, البنود, المهارة, المهارات, العنصر, العناصر, المحور,
  קריטריון, קריטריונים, קריטריון הערכה, קריטריונים להערכה, ממד, ממדים, מדד, מדדים, תחום, תחומים, רכיב, רכיבים, היבט, היבטים, מיומנות, מיומנויות`)

const strongCriterionWord = matcher(
  `criteria, criterion, criteria group, rubric criteria, grading criteria, evaluation criteria, assessment criteria, scoring criteria, performance criteria, judging criteria, rubric, criterio, criterios, criterios de evaluacion, criterio de evaluacion, aspectos a evaluar, aspecto a evaluar, rubrica, indicadores de logro, rubro, rubros, critere, criteres, criteres d'evaluation, kriterium, kriterien, bewertungskriterien, bewertungskriterium, criterium, beoordelingscriteria, beoordelingscriterium, criterios de avaliacao, criterio de avaliacao, quesito, 评分标准, 评价标准, 评估标准, 评价指标, 评分项目, 评分项, 维度, 评价维度, 考核项目, المعيار, المعايير, معيار التقييم, معايير التقييم, קריטריון, קריטריונים, קריטריון הערכה, קריטריונים להערכה`,
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
  الوصف, الشرح, التوضيح, التفاصيل, תיאור, פירוט, הסבר, הגדרה`)

const pointsWord =
  matcher(`points, point, pts, pts., max, max., maximum, max point, maximum point, max points, max pts, maximum points, points possible, possible points, possible, points available, available points, available, out of, value, worth, marks, mark, max marks, maximum marks, max score, maximum score, point value, points value, points worth, total points, total possible, total marks, allocated marks, points allocated, points allotted, point allocation, mark allocation, credit, credits, deduction, deductions, points deducted, points off, penalty, points lost,
  puntos, punto, puntaje, puntuacion, valores, valor del reactivo, pts, ptos, puntaje maximo, puntuacion maxima, valor, valoracion, puntos posibles, valor maximo, puntos maximos, descuento, penalizacion,
  points, bareme, points possibles, note maximale, maximum, points maximum, deductions,
  punkte, punkt, max. punkte, maximale punkte, maximalpunkte, punktzahl, maximale punktzahl, mogliche punkte, abzug, punktabzug, pkt, erreichbare punkte,
  punten, punt, max. punten, maximale punten, te behalen punten, maximum aantal punten, aantal punten, aftrek,
  pontos, pontuacao, ponto, pontuacao maxima, valor, pontos possiveis, desconto, valor maximo,
  分值, 满分, 分数, 分, 最高分, 总分, 扣分, 配分, 滿分,
  الدرجة, الدرجات, النقاط, العلامة, العلامات, الدرجة القصوى, الدرجة العظمى, الدرجة الكلية, נקודות, ניקוד, ניקוד מרבי, ניקוד מקסימלי`)

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
  peso, ponderacion, porcentaje, valor porcentual, % nota,
  ponderation, coefficient, coef, coeff, pourcentage, poids,
  gewicht, gewichtung, anteil, prozent, prozente, faktor,
  weging, gewicht, percentage, wegingsfactor, factor,
  peso, ponderacao, porcentagem, percentual, percentagem,
  权重, 比重, 占比, 百分比, 比例,
  الوزن, الوزن النسبي, النسبة, النسبة المئوية, משקל, משקל יחסי, אחוז, אחוזים`)

const isDropHeading =
  matcher(`score, scores, your score, points earned, points awarded, point awarded, earned, earned points, awarded, score earned, your points, points received, received, actual, actual points, grade, grades, comments, comment, feedback, notes, note, remarks, remark, self, self assessment, self-assessment, self score, self-score, peer, peer score, teacher, teacher score, student score, student, instructor, instructor score, total, totals, subtotal, sub-total, sub total, criterion score, final score, final grade, weighted score, weighted scores, selected option, tick, check, initials, judge, judge score, rating given, evidence found, score/comments, comments/score, instructor comments, teacher comments, points given, result, results, marks awarded, marks obtained, marks earned, mark awarded, points obtained, justification, reviewer comments, reflection, #, no., nr, nr., n°, number, num, id, total score, row total, ta comments, observations, yes/no, y/n, met/not met, done/not done,
  puntuacion obtenida, puntaje obtenido, puntos obtenidos, obtenido, obtenidos, nota, notas, calificacion, comentario, comentarios, observaciones, observacion, retroalimentacion, total, puntaje final, evidencia, evidencias, logro obtenido, ptje. obtenido, autoevaluacion, coevaluacion, si/no, cumple/no cumple, cumplido/no cumplido, conceito,
  note obtenue, note, commentaire, commentaires, remarque, remarques, observations, points obtenus, resultat, total, retroaction, obtenu, autoevaluation, oui/non,
  erreichte punkte, kommentar, kommentare, bemerkung, bemerkungen, anmerkungen, anmerkung, note, ergebnis, summe, bewertung, erreicht, selbsteinschatzung, feedback, gesamt, ja/nein,
  opmerking, opmerkingen, score, behaald, behaalde punten, ja/nee, toelichting docent, feedback, cijfer, totaal, resultaat,
  pontos obtidos, nota obtida, nota, comentario, comentarios, observacoes, pontuacao obtida, resultado, total, autoavaliacao, sim/nao,
  得分, 评语, 备注, 实际得分, 自评, 互评, 教师评分, 评分, 小计, 合计, 意见, 评价, 序号, 自评得分, 扣分原因,
  الدرجة المستحقة, الدرجة المكتسبة, درجة الطالب, ملاحظات, الملاحظات, التعليق, التعليقات, المجموع, النتيجة, ציון, ציון סופי, ניקוד שהתקבל, הערה, הערות, משוב, סך הכול, סך הכל, סה"כ, סה״כ`)

/** A remark of somebody: "Observaciones del experto", "Comments by the judges", "Brief comments". */
const REMARK =
  /^(?:brief |additional |other |general )?(?:comments?|feedback|notes?|remarks?|observaciones|comentarios?|observacoes|commentaires?|remarques?|kommentare?|bemerkungen|anmerkungen|opmerkingen)(?: (?:by|from|of|for|to|on|del?|para|por|de la|du|des|da|do|von|van)\b.{0,40})?$/

/** Headings of columns that are filled in: scores, comments, somebody's name. */
export function isDropWord(text: string): boolean {
  return (
    isDropHeading(text) ||
    headingRole(fold(text)) === 'drop' ||
    REMARK.test(
      fold(text)
        .replace(/\(.*?\)/g, ' ')
        .replace(/[:*\s]+$/, ''),
    )
  )
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
export const isScaleWord =
  matcher(`extent of achievement, levels, level, levels of performance, level of performance, performance levels, performance level, levels of achievement, level of achievement, achievement levels, achievement level, ratings, rating, rating scale, scale, scoring scale, score, scores, scoring, points, performance, performance descriptors, descriptors, quality, levels of quality, level of quality, mastery level, proficiency level, proficiency levels, proficiency, scoring levels, point value, points possible, grade, grading scale, scoring guide, standards,
  niveles, nivel, niveles de desempeno, nivel de desempeno, niveles de logro, nivel de logro, escala, escala de valoracion, escala de calificacion, desempeno, puntuacion, puntaje, valoracion, niveles de dominio, calificacion, niveles de ejecucion,
  niveaux, niveau, niveaux de performance, niveau de performance, echelle, niveaux de maitrise, niveau de maitrise, appreciation, echelle d'appreciation,
  stufen, stufe, niveaustufen, niveau, niveaus, leistungsstufen, bewertungsstufen, bewertung, skala, punkte, bewertungsskala,
  niveaus, niveau, beoordeling, schaal, score, prestatieniveau, prestatieniveaus,
  niveis, nivel, niveis de desempenho, nivel de desempenho, escala, desempenho, pontuacao, avaliacao,
  等级, 评分等级, 水平, 评价等级, 分数, 级别, 表现水平, 评分,
  مستوى الاداء, مستويات الاداء, مستوى الانجاز, مستويات الانجاز, المستوى, المستويات, التقدير, רמה, רמות, רמת ביצוע, רמות ביצוע, סולם`)

/** "Deductions Total": the total of a group that the words before name. */
const GROUP_TOTAL = /^(?:\p{L}[\p{L}'/&-]*\s){1,3}(?:sub[- ]?)?total$/u
/** Names of the whole, so that their total is the total. */
const WHOLE =
  /^(?:the |my |your )?(?:assignment|project|coursework|course|exam|homework|lab|work|points?|marks?|score|trabajo|proyecto|travail|projekt|puntaje|puntuacion|calificacion)\s/u

const TOTAL =
  /^(grand |overall |final |sub[- ]?|max(imum)? |rubric |(?:section|part|category|page|task|group|criteria) )?(total(e|es|s)?|totaal|gesamt|gesamtpunktzahl|gesamtpunkte|gesamtsumme|summe|suma|sum|soma|score total|puntaje total|puntuacion total|puntuacion (?:obtenida|final|maxima)|puntaje (?:obtenido|final|maximo)|calificacion (?:final|obtenida|total)|percent(?:age)? out of|nota final|note finale|note totale|final (score|grade|mark)|overall (score|grade)|pontuacao total|points possible|possible points|zwischensumme|zwischennote|schlussnote|gesamtnote|subtotaal|endnote|eindcijfer|总分|合计|总计|小计|總分|合計|满分|sous[- ]total|المجموع(?: الكلي)?|الاجمالي|الدرجة الكلية|סך הכו?ל|סה["״]כ)(?![\p{Ll}])/u

/** A row or line that adds up others: "Total", "Sub Total", "Puntaje total", "Summe", "总分". */
export function totalWord(text: string): 'total' | 'subtotal' | undefined {
  // "[+2] Total revenue is reported" is a criterion.
  if (/^\s*[([（【]\s*[-+−]?\d[^)\]）】]*[)\]）】]/u.test(text)) return undefined
  const folded = fold(text).replace(/^[^\p{L}]+/u, '')
  if (GROUP_TOTAL.test(folded.replace(/\s*[:：]$/u, '')) && !TOTAL.test(folded))
    return WHOLE.test(folded) ? 'total' : 'subtotal'
  if (!TOTAL.test(folded) || folded.length > 120) return undefined
  return /^(sub|zwischen|小计|sous|section|part|category|page|task|group|criteria)/.test(folded)
    ? 'subtotal'
    : 'total'
}

export const RUBRIC_WORD =
  /rubric|rubrik|rubrica|grille|bewertungsraster|bewertungsbogen|bewertungskriterien|beurteilungs(raster|bogen|kriterien)|beoordelings|scoring (guide|criteria|sheet)|grading (criteria|scheme|sheet|requirements|guide|break ?down)|(points?|grade|marks?) (break ?down|distribution|allocation)|graded (based )?on|mark(ing)? (scheme|schema|guide|criteria|sheet)|evaluation (criteria|form|grid|sheet)|assessment (criteria|grid|sheet)|score ?sheet|matriz de (evaluacion|valoracion|avaliacao)|criterios? de (evaluacion|avaliacao|calificacion|correcao|correccion)|criteres? d'evaluation|bareme|escala de (valoracion|apreciacion)|lista de cotejo|ficha de avaliacao|judging criteria|checklist|check list|pauta de (evaluacion|correccion)|erwartungshorizont|评分标准|评分表|评分细则|量规|评价量表|評分|评价标准|考核标准|سل(?:م|الم) (?:ال)?(?:تقدير|تقييم)|معايير (?:ال)?تقييم|מחוון|רובריקה|טבלת הערכה/

/** Says that a rubric follows: a title, a heading, a file's name. */
export function namesRubric(text: string): boolean {
  return RUBRIC_WORD.test(fold(text))
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
  return /^(student|name|names?|your name|student'?s? names?|team( name)?|group( name)?|date|class|period|section|course|teacher|instructor|evaluator|reviewer|judge|examiners?|examined by|marker|marked by|assessor|assessed by|grader|graded by|id|student (id|number|no)|project( name)?|project title|e-?mail|due( date)?|assignment|nombre|nombres|nombre del (alumno|estudiante)|matricula|profesor|materia|fecha|curso|grupo|alumno|estudiante|docente|nom|prenom|datum|klasse|projekt|studentengruppe|name des studenten|matrikelnummer|prufer|dozent|docent|studentnummer|naam|klas|aluno|turma|data|姓名|日期|班级|学号|comments?|comentarios|observaciones|feedback|kommentare?|commentaires?|opmerkingen|notes?|signature|firma|评语|الاسم|اسم الطالب|التاريخ|الصف|الشعبة|שם|שם התלמיד|תאריך|כיתה)\s*[:：]/.test(
    folded,
  )
}
