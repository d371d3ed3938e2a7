/** Whether a word is what stands in columns of figures: a number with its signs, a dash, a footnote mark. */
export const isNumeric = (text: string): boolean =>
  /^[-+−–—±~≤≥<>*†‡§#$€£¥(.,\d)%/:–—]*\d[-+−–—\d.,()%*†‡§/:]*$/.test(text) ||
  /^(?:[-–—†‡*#.]+|\(?n\/?a\)?|\([a-z]\))$/i.test(text)
