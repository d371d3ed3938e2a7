/**
 * "1", "2", "3" or "1.", "2." down a column, from 1 upwards; a number may be left out here and there, as where an
 * item was deleted.
 */
export function isRunningNumber(texts: readonly string[]): boolean {
  if (texts.length < 2 || !texts.every((text) => /^\d{1,3}[.)]?$/.test(text))) return false
  const numbers = texts.map((text) => Number.parseInt(text, 10))
  const rises = numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))
  const left = (numbers.at(-1) ?? 0) - numbers.length
  return numbers[0] === 1 && rises && left <= (texts.length - 1) / 8
}
