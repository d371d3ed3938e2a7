/**
 * The core vocabulary of rubrics in further languages: Italian, Catalan, Indonesian, Turkish, Polish, Russian,
 * Swedish, Vietnamese, Japanese, Korean and Thai. Fewer words than in words.ts and level-words.ts: what heads the
 * columns, and the usual names of levels.
 */

/** Head the column of criteria, and nothing else. */
export const CRITERIA = `criterio di valutazione, criteri di valutazione, criteri, indicatori, indicatori di valutazione,
  criteris, criteris d'avaluacio, kriteria, kriteria penilaian, aspek penilaian, indikator penilaian,
  kriter, kriterler, degerlendirme kriterleri, olcut, olcutler, kryterium, kryteria, kryteria oceny,
  критерий, критерии, критерии оценки, критерий оценки, kriterier, bedomningskriterier, tiêu chí, tiêu chí đánh giá,
  評価項目, 評価の観点, 評価観点, 評価基準, 評価規準, 観点, 평가 기준, 평가 항목, 평가 요소, 평가 영역,
  เกณฑ์, เกณฑ์การประเมิน, เกณฑ์การให้คะแนน, ประเด็นการประเมิน, รายการประเมิน, หัวข้อการประเมิน`

/** Head the column of criteria, or another. */
export const ITEMS = `indicatore, dimensioni, dimensione, competenza, competenze, aspetti, aspectes, aspecte, dimensions,
  aspek, komponen, indikator, unsur, beceri, boyut, alan, показатель, показатели, раздел, aspekt, aspekter, noi dung, nang luc,
  項目, 内容, 項目名, 항목, 영역, 요소, 기준, หัวข้อ, ทักษะ, ทักษะย่อย, ประเด็น, รายการ, องค์ประกอบ, ตัวชี้วัด`

export const POINTS = `punti, punteggio, punteggio massimo, punti massimi, poin, skor, skor maksimal, skor maksimum, nilai maksimal,
  puan, tam puan, punkty, liczba punktow, max. punktow, балл, баллы, максимальный балл, макс. балл, количество баллов,
  poäng, maxpoäng, điểm, điểm tối đa, 点数, 配点, 得点, 満点, 배점, 점수, 만점, คะแนน, คะแนนเต็ม`

export const WEIGHTS = `peso percentuale, bobot, ağırlık, waga, вес, весовой коэффициент, viktning, vikt, trọng số, 重み, 가중치, น้ำหนัก, ค่าน้ำหนัก, ร้อยละ`

export const DESCRIPTIONS = `descrizione, descrittore, descrittori, descripcio, descriptors, deskripsi, uraian, keterangan, aciklama, opis, описание,
  beskrivning, mo ta, 説明, 評価内容, 설명, 평가 내용, คำอธิบาย, รายละเอียด`

/** Add up the rows above them; folded before they are compared. */
export const TOTALS = `totale, punteggio totale, jumlah, toplam, toplam puan, suma punktow, razem, итого, всего, сумма, summa, totalt,
  合計, 総計, 総合点, 합계, 총점, 총계, 소계, รวม, รวมคะแนน, คะแนนรวม`

export const SCALES = `livelli, livello, livelli di valutazione, nivells, nivells d'assoliment, tingkat, level pencapaian, skala, düzey, düzeyler,
  poziomy, poziom, уровни, уровень, уровни оценки, nivaer, mức độ, レベル, 尺度, 評価段階, 수준, 평가 척도, 척도, ระดับ, ระดับคะแนน, ระดับคุณภาพ`

export const REMARKS = `valutazione, osservazioni, punteggio ottenuto, observacions, comentaris, puntuacio obtinguda, catatan, skor diperoleh,
  alinan puan, notlar, uwagi, комментарий, комментарии, примечание, kommentar, nhan xet, điểm đạt được, コメント, 備考, 비고, 의견, หมายเหตุ, คะแนนที่ได้`

/** Say that a rubric follows; folded before they are looked for. */
export const NAMES = `griglia di valutazione, rubrica di valutazione, criteri di valutazione, rubriche, criteris d'avaluacio, graella d'avaluacio,
  rubrik penilaian, kriteria penilaian, degerlendirme olcegi, degerlendirme olcutleri, puanlama anahtarı, kryteria oceniania, kryteria oceny,
  критерии оцен, рубрика, bedomningsmatris, bedomningskriterier, tiêu chí đánh giá, ルーブリック, 評価基準, 루브릭, 평가 기준, 채점 기준, รูบริก, เกณฑ์การให้คะแนน, เกณฑ์การประเมิน`

/** Names of a numbered step: "ระดับ 2", "Livello 3". */
export const STEPS = `livello, nivell, tingkat, duzey, seviye, poziom, уровень, niva, muc, bac, レベル, 段階, 수준, 단계, 레벨, ระดับ`

/** 4 best to 0 worst, as in level-words.ts. */
export const LEVELS: Record<number, string> = {
  4: `ottimo, eccellente, avanzato, livello avanzato, excel·lent, molt be, avancat, sangat baik, sangat memuaskan, cok iyi, mukemmel,
    bardzo dobry, celujacy, bardzo dobrze, отлично, отличный, превосходно, mycket bra, utmarkt, mycket val godkand, xuất sắc, rất tốt, gioi,
    非常に良い, 大変良い, 優れている, とても良い, 매우 우수, 탁월, 매우 잘함, 아주 잘함, ดีมาก, ดีเยี่ยม, ยอดเยี่ยม`,
  3: `buono, livello intermedio, assolit, baik, iyi, dobry, dobrze, хорошо, хороший, val godkand, tot, kha, 良い, おおむね良い, 우수, 잘함, 양호, ดี`,
  2: `sufficiente, discreto, livello base, suficient, en proces, cukup, cukup baik, orta, yeterli, dostateczny, zadowalajacy,
    удовлетворительно, удовлетворительный, godkand, trung bình, đạt, 普通, ふつう, やや不十分, 보통, พอใช้, ปานกลาง`,
  1: `insufficiente, gravemente insufficiente, scarso, iniziale, in via di acquisizione, livello iniziale, insuficient, no assolit, kurang, kurang baik,
    zayif, yetersiz, gelistirilmeli, niedostateczny, słaby, неудовлетворительно, неудовлетворительный, плохо, underkand, otillracklig, yeu, chưa đạt,
    不十分, 要改善, 努力を要する, 미흡, 부족, 노력 요함, ปรับปรุง, ควรปรับปรุง, ต้องปรับปรุง`,
  0: `non presente, assente, no presentat, sangat kurang, tidak ada, hic yok, yok, brak, отсутствует, saknas, kem, khong co, なし, 없음, 미제출, ไม่มี`,
}
