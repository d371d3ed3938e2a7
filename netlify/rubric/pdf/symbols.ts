/**
 * Bullets and boxes of the symbol fonts of office programs come as private code points (0xF000 and the place in
 * the font), which no other program shows. The signs they stand for, from the tables of Symbol and Wingdings.
 */
const SIGNS: Record<number, string> = {
  45: '-',
  110: '■',
  108: '●',
  109: '❍',
  111: '☐',
  113: '❑',
  114: '❒',
  118: '❖',
  158: '·',
  159: '•',
  161: '○',
  162: '○',
  164: '◉',
  167: '▪',
  168: '☐',
  183: '•',
  216: '➢',
  224: '→',
  251: '✗',
  252: '✓',
  253: '☒',
  254: '☑',
}

/** The sign that a private code point of a symbol font is seen as; any other text as it is. */
export function seenAs(text: string): string {
  const code = text.codePointAt(0) ?? 0
  return text.length === 1 && code >= 0xf020 && code <= 0xf0ff ? (SIGNS[code - 0xf000] ?? text) : text
}
