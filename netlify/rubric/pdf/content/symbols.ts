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
  160: '☐',
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

/** Letters of Zapf Dingbats, which some programs write without saying what they stand for. */
const DINGBATS: Record<string, string> = {
  '3': '✓',
  '4': '✔',
  '5': '✗',
  '6': '✗',
  '7': '✗',
  '8': '✗',
  l: '●',
  m: '❍',
  n: '■',
  o: '❏',
  p: '❏',
  q: '❑',
  r: '❒',
  u: '◆',
  v: '❖',
}

/** What a character of a symbol font is seen as; any other text as it is. */
export function seenAs(text: string, font: string): string {
  if (text.length !== 1) return text
  if (/dingbats/i.test(font)) return DINGBATS[text] ?? text
  const code = text.charCodeAt(0)
  if (code >= 0xf020 && code <= 0xf0ff) return SIGNS[code - 0xf000] ?? text
  return code < 0x100 && /^wingdings(?![ -]?[23])/i.test(font) ? (SIGNS[code] ?? text) : text
}
