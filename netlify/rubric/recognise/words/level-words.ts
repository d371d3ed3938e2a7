import * as more from './more-languages.ts'
import { fold, words } from './words.ts'

/** Names of levels from best to worst where there is an order; the number ranks them (4 best, 0 worst). */
const LEVELS: Record<number, string> = {
  4: `excellent, excellence, h1, exemplary, outstanding, distinguished, superior, exceptional, exceptional work, advanced, mastery,
    mastered, expert, exceeds, exceeds expectations, exceeds expectation, exceeding, exceeds standard, exceeds standards, exceeding expectations,
    above expectations, above standard, extending, excelled, excels, excelling, exceeded, a+, high distinction, distinction, very good, strong, full, full marks, full credit, full points, thorough, high, highly effective, highly developed, sophisticated, superb, capstone, complete, fully met, fully meets, always, strongly agree, gold, wow, accomplished plus, above and beyond, target, superlative, awesome, amazing, first class, fluent,
    excelente, sobresaliente, destacado, destacada, avanzado, avanzada, experto, muy bueno, muy bien, supera expectativas, supera las expectativas, ejemplar, optimo, superior al esperado, totalmente de acuerdo, siempre, completamente logrado, logro destacado, estrategico, muy alto, muy alta, totalmente satisfactorio, muy satisfactorio, alto, alta, nivel alto,
    excellent, tres bien, tres bon, exemplaire, expert, avance, depasse les attentes, maitrise, tres satisfaisant, remarquable, tres bonne maitrise, depasse, acquis, tout a fait d'accord, toujours,
    sehr gut, ausgezeichnet, hervorragend, ubertrifft die erwartungen, vorbildlich, exzellent, fortgeschritten, ubertroffen, trifft voll zu, immer, herausragend,
    uitstekend, zeer goed, uitmuntend, voortreffelijk, gevorderd, boven verwachting, overtreft verwachtingen, expert, altijd,
    otimo, muito bom, avancado, exemplar, supera as expectativas, excede as expectativas, sempre, plenamente, plenamente satisfatorio, totalmente satisfatorio, muito satisfatorio,
    优秀, 优, 卓越, 杰出, 優秀, 卓越, 非常好, 超出期望, 出色, 精通,
    ممتاز, متميز, متفوق, متقدم, خبير, جيد جدا, يتجاوز التوقعات, يفوق التوقعات, مرتفع, دائما,
    מצוין, מצטיין, מעולה, מתקדם, מומחה, טוב מאוד, טוב מאד, מעל המצופה, עולה על הציפיות, גבוה, תמיד,
    xuất sắc, giỏi, rất tốt`,
  3: `good, upper second, upper second class, 2:1, h2.1, h2:1, h2a, proficient, accomplished, competent, meets, meets expectations, met expectations, meets expectation, meeting, meeting expectations, meets standard, meets standards, met, at standard, effective, skilled, capable, secure, satisfactory plus, above average, achieved, achieving, practitioner, applying, milestone, mostly, usually, often, agree, silver, consolidating, great, credit, solid, mature, substantial, at expectations, at expectation, well developed, on target, adept, commendable, merit, pass, yes,
    bueno, buena, bien, notable, competente, logrado, satisfactorio, satisfactoria, cumple, cumple con las especificaciones, cumple las especificaciones, cumple expectativas, cumple las expectativas, proficiente, esperado, logro esperado, de acuerdo, casi siempre, consolidado, autonomo, medio alto, intermedio, suficiente alto, adecuado, adecuada,
    bon, bien, competent, satisfaisant, repond aux attentes, conforme, atteint, maitrise satisfaisante, d'accord, souvent, assez bien, confirme,
    gut, erfullt die erwartungen, erfullt, kompetent, zutreffend, trifft zu, oft, erreicht,
    goed, ruim voldoende, bekwaam, competent, voldoet aan verwachtingen, volgens verwachting, vaak, voldoet,
    bom, boa, bem, proficiente, competente, atende as expectativas, atendeu as expectativas, atende, atendeu, atende as especificacoes, atendeu as especificacoes, adequado, adequada, satisfatorio, satisfatoria, frequentemente, intermediario,
    良好, 良, 好, 熟练, 达到期望, 符合期望, 達標, 达标, 合格,
    جيد, متقن, متمكن, كفء, يلبي التوقعات, يحقق التوقعات, غالبا,
    טוב, מיומן, עומד בציפיות, כמצופה, לרוב,
    tốt, khá, đạt`,
  2: `fair, lower second, lower second class, 2:2, h2.2, h2:2, h2b, h3, satisfactory, sufficient, adequate, developing, basic, approaching, approaching expectations, approaching expectation, approaches expectations, approaching standard, approaches standard, average, partial, partially met, partially meets, partially, partial credit, sometimes, some, emerging, progressing, in progress, apprentice, intermediate, nearing, near standard, needs work, acceptable, moderate, okay, ok, decent, so-so, neutral, undecided, bronze, half marks, limited proficiency, attempted, marginal, functional, mediocre, working towards, working toward, growing, approaching proficiency, nearly there, medium, c, minimally effective, mixed, below average, undeveloped,
    regular, suficiente, basico, basica, aceptable, en desarrollo, en proceso, parcial, parcialmente, parcialmente logrado, medio, media, a veces, elemental, algunas veces, por mejorar, mejorable, nivel medio, parcialmente satisfactorio, receptivo, minimo,
    passable, moyen, acceptable, en developpement, en cours, partiel, partiellement, suffisant, parfois, partiellement atteint, maitrise fragile, en cours d'acquisition, elementaire, moyennement,
    befriedigend, ausreichend, genugend, teilweise, teilweise erfullt, grundlegend, durchschnittlich, mittel, manchmal, teils teils,
    voldoende, matig, redelijk, basis, in ontwikkeling, gedeeltelijk, soms, gemiddeld,
    regular, suficiente, basico, razoavel, em desenvolvimento, parcial, parcialmente, mediano, as vezes, aceitavel, parcialmente satisfatorio,
    中等, 中, 一般, 基本, 及格, 发展中, 尚可, 基本达标,
    مقبول, متوسط, نام, نامي, مرض, جزئي, يقترب من التوقعات, احيانا,
    מספיק, בינוני, מתפתח, חלקי, בסיסי, סביר, עומד חלקית בציפיות, לפעמים,
    trung bình, đạt một phần`,
  1: `poor, bad, beginning, beginner, novice, limited, unsatisfactory, inadequate, insufficient, weak, needs improvement, need improvement, needs development, below expectations, below expectation, below standard, below standards, does not meet, does not meet expectations, doesn't meet expectations, does not meet standard, did not meet, not met, not meeting, unacceptable, rarely, seldom, minimal, minimum, little, low, disagree, starting, entry, rudimentary, deficient, benchmark, fails to meet expectations, ineffective, needs attention, not yet, not yet competent, needs more work, undeveloped, remedial, incomplete, not there yet, poor work, fail, failing,
    deficiente, insuficiente, malo, mala, pobre, inicial, en inicio, principiante, necesita mejorar, debe mejorar, no satisfactorio, insatisfactorio, poco satisfactorio, no cumple, bajo, baja, nivel bajo, novato, incipiente, no logrado, muy deficiente, preformal, rara vez, en desacuerdo, por debajo de las expectativas, por debajo,
    insuffisant, faible, debutant, mediocre, a ameliorer, insatisfaisant, ne repond pas aux attentes, non atteint, maitrise insuffisante, novice, rarement, pas d'accord, en dessous des attentes, non acquis, tres insuffisant,
    mangelhaft, ungenugend, ungenugend, schwach, unzureichend, anfanger, nicht erfullt, trifft nicht zu, selten, verbesserungswurdig, unter den erwartungen, nicht erreicht,
    onvoldoende, slecht, zwak, beginner, beginnend, beneden verwachting, zelden, startend, moet beter, niet voldaan,
    ruim, fraco, iniciante, insuficiente, insatisfatorio, nao atende, precisa melhorar, abaixo das expectativas, abaixo do esperado, pouco satisfatorio, raramente, inadequado, inadequada,
    差, 较差, 不足, 不及格, 需改进, 需要改进, 待改进, 不合格, 初级, 初学者, 有待提高, 未达标,
    ضعيف, مبتدئ, محدود, منخفض, غير كاف, غير مرض, يحتاج الى تحسين, دون المستوى, دون التوقعات, نادرا,
    בלתי מספיק, לא מספיק, חלש, מתחיל, נמוך, טעון שיפור, דורש שיפור, מתחת למצופה, לא עומד בציפיות, לעתים רחוקות,
    yếu, kém, chưa đạt, cần cải thiện`,
  0: `none, no credit, no marks, no attempt, not attempted, missing, absent, no evidence, not evident, not present, not submitted, never, strongly disagree, zero, not demonstrated, unscorable, not observed, nothing, no, no points, no submission,
    nulo, nula, no presenta, no entrega, no entregado, ausente, nunca, no realizado, no evidencia, muy en desacuerdo, totalmente en desacuerdo, sin evidencia,
    nul, absent, non rendu, jamais, aucun, inexistant, pas du tout d'accord, non evalue,
    nicht vorhanden, fehlt, keine, nie, niemals, nicht abgegeben, trifft gar nicht zu, trifft uberhaupt nicht zu,
    afwezig, niet aanwezig, nooit, geen, niet ingeleverd, ontbreekt,
    ausente, nao apresenta, nunca, nao entregue, inexistente, nao realizado, discordo totalmente,
    无, 缺失, 未完成, 未提交, 从不,
    لا يوجد, لم يقدم, لم ينجز, غائب, ابدا,
    חסר, לא קיים, לא הוגש, לא בוצע, אין, אף פעם,
    không đạt`,
}

const RANK = new Map<string, number>()
for (const rank of [4, 3, 2, 1, 0]) {
  for (const word of words(LEVELS[rank] ?? '')) if (!RANK.has(word)) RANK.set(word, rank)
}
for (const rank of [4, 3, 2, 1, 0]) {
  for (const word of words(more.LEVELS[rank] ?? '')) if (!RANK.has(word)) RANK.set(word, rank)
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

const STEP = words(more.STEPS).join('|')
const MORE_STEPS = new RegExp(`^(?:(?:${STEP})\\s*[:#]?\\s*(\\d{1,2})|(\\d{1,2})\\s*(?:${STEP}))$`, 'u')

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
  const step = MORE_STEPS.exec(fold(text))
  if (step) return { value: Number(step[1] ?? step[2]), counts: false }
  if (/^[a-f][+-]?(?:\s?\/\s?[a-f][+-]?)?$/i.test(text.trim())) return { counts: false }
  return undefined
}
