/** Words that generated rubrics are made of, by language. Level names run from best to worst. */
export interface Vocabulary {
  criterion: string
  description: string
  points: string
  weight: string
  total: string
  score: string
  comments: string
  unit: string
  rubric: string
  levels: string[][]
  subjects: string[]
  verbs: string[]
  objects: string[]
}

export const vocabularies: Record<string, Vocabulary> = {
  en: {
    criterion: 'Criteria',
    description: 'Description',
    points: 'Points',
    weight: 'Weight',
    total: 'Total',
    score: 'Score',
    comments: 'Comments',
    unit: 'pts',
    rubric: 'Rubric',
    levels: [
      ['Exemplary', 'Proficient', 'Developing', 'Beginning'],
      ['Excellent', 'Good', 'Fair', 'Poor'],
      ['Exceeds expectations', 'Meets expectations', 'Approaching expectations', 'Below expectations'],
      ['Outstanding', 'Competent', 'Basic', 'Unsatisfactory', 'No evidence'],
      ['Advanced', 'Satisfactory', 'Needs improvement'],
    ],
    subjects: [
      'The thesis',
      'The evidence',
      'The argument',
      'Each paragraph',
      'The code',
      'The team',
      'The report',
    ],
    verbs: ['explains', 'supports', 'connects', 'names', 'repeats', 'omits', 'develops'],
    objects: [
      'the main idea',
      'at least 3 sources',
      'most of the claims',
      'the question (in part)',
      '90% of the cases',
      'every step; none is missing',
    ],
  },
  es: {
    criterion: 'Criterios',
    description: 'Descripción',
    points: 'Puntos',
    weight: 'Peso',
    total: 'Total',
    score: 'Puntaje obtenido',
    comments: 'Observaciones',
    unit: 'puntos',
    rubric: 'Rúbrica',
    levels: [
      ['Excelente', 'Bueno', 'Regular', 'Deficiente'],
      ['Sobresaliente', 'Notable', 'Suficiente', 'Insuficiente'],
      ['Destacado', 'Satisfactorio', 'En proceso', 'Inicial'],
    ],
    subjects: ['El ensayo', 'La hipótesis', 'El código', 'La presentación', 'El equipo'],
    verbs: ['explica', 'apoya', 'desarrolla', 'menciona', 'omite'],
    objects: [
      'la idea principal',
      'al menos 2 fuentes',
      'todos los pasos',
      'la pregunta (en parte)',
      '¿qué se pide?',
    ],
  },
  fr: {
    criterion: 'Critères',
    description: 'Explication',
    points: 'Barème',
    weight: 'Pondération',
    total: 'Total',
    score: 'Note obtenue',
    comments: 'Commentaires',
    unit: 'points',
    rubric: 'Grille d’évaluation',
    levels: [
      ['Très bien', 'Bien', 'Passable', 'Insuffisant'],
      ['Excellent', 'Satisfaisant', 'À améliorer'],
    ],
    subjects: ['La thèse', 'L’argument', 'Le texte', 'L’équipe'],
    verbs: ['explique', 'soutient', 'développe', 'oublie'],
    objects: ['l’idée principale', 'au moins 3 sources', 'chaque étape', 'la question (en partie)'],
  },
  de: {
    criterion: 'Kriterium',
    description: 'Beschreibung',
    points: 'Max. Punkte',
    weight: 'Gewichtung',
    total: 'Summe',
    score: 'Erreichte Punkte',
    comments: 'Bemerkungen',
    unit: 'Punkte',
    rubric: 'Bewertungsraster',
    levels: [
      ['Sehr gut', 'Gut', 'Befriedigend', 'Mangelhaft'],
      ['Hervorragend', 'Erfüllt', 'Teilweise erfüllt', 'Nicht erfüllt'],
    ],
    subjects: ['Die These', 'Der Bericht', 'Das Programm', 'Die Gruppe'],
    verbs: ['erklärt', 'belegt', 'entwickelt', 'vergisst'],
    objects: ['die Hauptidee', 'mindestens 3 Quellen', 'jeden Schritt', 'die Frage (zum Teil)'],
  },
  nl: {
    criterion: 'Criterium',
    description: 'Toelichting',
    points: 'Max. punten',
    weight: 'Weging',
    total: 'Totaal',
    score: 'Behaald',
    comments: 'Opmerkingen',
    unit: 'punten',
    rubric: 'Rubric beoordeling',
    levels: [['Uitstekend', 'Goed', 'Voldoende', 'Onvoldoende']],
    subjects: ['De stelling', 'Het verslag', 'De code'],
    verbs: ['verklaart', 'ondersteunt', 'vergeet'],
    objects: ['het hoofdidee', 'minstens 3 bronnen', 'elke stap'],
  },
  pt: {
    criterion: 'Critérios',
    description: 'Descrição',
    points: 'Pontuação',
    weight: 'Peso',
    total: 'Total',
    score: 'Nota obtida',
    comments: 'Observações',
    unit: 'pontos',
    rubric: 'Rubrica de avaliação',
    levels: [
      ['Excelente', 'Bom', 'Regular', 'Insuficiente'],
      ['Ótimo', 'Satisfatório', 'Insatisfatório'],
    ],
    subjects: ['A tese', 'O relatório', 'O código'],
    verbs: ['explica', 'sustenta', 'omite'],
    objects: ['a ideia principal', 'pelo menos 3 fontes', 'cada passo'],
  },
  zh: {
    criterion: '评价指标',
    description: '说明',
    points: '分值',
    weight: '权重',
    total: '总分',
    score: '得分',
    comments: '评语',
    unit: '分',
    rubric: '评分标准',
    levels: [['优秀', '良好', '及格', '不及格']],
    subjects: ['论点', '论据', '代码', '报告'],
    verbs: ['清楚地说明了', '支持了', '遗漏了'],
    objects: ['主要观点', '至少三个来源', '每个步骤'],
  },
}

/** Languages that are printed from right to left; no seed draws them by itself. */
export const rightToLeftVocabularies: Record<string, Vocabulary> = {
  ar: {
    criterion: 'المعايير',
    description: 'الوصف',
    points: 'الدرجة',
    weight: 'الوزن',
    total: 'المجموع',
    score: 'الدرجة المستحقة',
    comments: 'ملاحظات',
    unit: 'نقاط',
    rubric: 'سلم التقدير',
    levels: [
      ['ممتاز', 'جيد جدا', 'جيد', 'ضعيف'],
      ['متميز', 'متقن', 'نام', 'مبتدئ'],
    ],
    subjects: ['الفكرة', 'التقرير', 'البرنامج', 'الفريق'],
    verbs: ['يشرح', 'يدعم', 'يهمل'],
    objects: ['السؤال كاملا', 'ثلاثة مصادر على الأقل', 'كل خطوة (إلا الأخيرة)', '90% من الحالات'],
  },
  he: {
    criterion: 'קריטריונים',
    description: 'תיאור',
    points: 'ניקוד',
    weight: 'משקל',
    total: 'סך הכול',
    score: 'ציון',
    comments: 'הערות',
    unit: 'נקודות',
    rubric: 'מחוון',
    levels: [
      ['מצוין', 'טוב', 'מספיק', 'בלתי מספיק'],
      ['מתקדם', 'מיומן', 'מתפתח', 'מתחיל'],
    ],
    subjects: ['הטענה', 'הדוח', 'הקוד', 'הצוות'],
    verbs: ['מסביר', 'תומך', 'משמיט'],
    objects: ['את הרעיון המרכזי', 'לפחות 3 מקורות', 'כל שלב (חוץ מהאחרון)', '90% מהמקרים'],
  },
}
