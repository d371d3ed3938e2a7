import type { Rubric } from '../../src/shared/rubric.ts'

/** Strings and numbers of rubrics that are not in the document's text; white space and its marks aside. */
export function invented(rubrics: readonly Rubric[], document: string): string[] {
  const text = flat(document)
  const numbers = new Set(
    [...document.matchAll(/\d+(?:[.,]\d+)?/g)].map(([number]) => Number(number.replace(',', '.'))),
  )
  const strings: string[] = []
  const values: (number | undefined)[] = []
  for (const { title, levels = [], criteria, total } of rubrics) {
    strings.push(title)
    values.push(total.stated)
    for (const each of levels) {
      strings.push(each.label ?? '')
      values.push(each.min, each.max)
    }
    for (const criterion of criteria) {
      strings.push(criterion.title, criterion.description ?? '', criterion.section ?? '')
      values.push(criterion.weight, criterion.points)
      for (const each of criterion.levels) {
        strings.push(each.label ?? '', each.descriptor ?? '')
        values.push(each.min, each.max)
      }
    }
  }
  // The rest of a name and the cell of its description stand one below the other, and may be far apart in the file.
  const lines = strings.flatMap((string) => string.split('\n'))
  const strange = lines.filter((line) => !text.includes(flat(line)))
  // "up to 4" begins at 0, by the rules that read amounts.
  const unheard = values.filter(
    (value) => value !== undefined && value !== 0 && !numbers.has(Math.abs(value)),
  )
  return [...strange, ...unheard.map(String)]
}

function flat(text: string): string {
  return text.toLowerCase().replace(/[\s|*_#]+/gu, '')
}
