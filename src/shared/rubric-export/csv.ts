/** RFC 4180, every field quoted, so that an empty field is an empty text and not absent. */
export function writeCsv(rows: readonly (readonly (string | undefined)[])[]): string {
  return rows
    .map((row) =>
      row.map((field) => (field === undefined ? '' : `"${field.replaceAll('"', '""')}"`)).join(','),
    )
    .map((line) => `${line}\r\n`)
    .join('')
}

/** Reads RFC 4180. An unquoted empty field is undefined, as in Ruby's CSV. Throws on a broken quote. */
export function readCsv(text: string): (string | undefined)[][] {
  const rows: (string | undefined)[][] = []
  let at = 0
  while (at < text.length) {
    const row: (string | undefined)[] = []
    for (;;) {
      if (text[at] === '"') {
        let field = ''
        at += 1
        for (;;) {
          const quote = text.indexOf('"', at)
          if (quote < 0) throw new SyntaxError(`Row ${rows.length + 1}: a quote is not closed`)
          field += text.slice(at, quote)
          at = quote + 1
          if (text[at] !== '"') break
          field += '"'
          at += 1
        }
        row.push(field)
      } else {
        const end = /[,\r\n]/.exec(text.slice(at))
        const field = end ? text.slice(at, at + end.index) : text.slice(at)
        if (field.includes('"'))
          throw new SyntaxError(`Row ${rows.length + 1}: a quote inside an unquoted field`)
        at += field.length
        row.push(field === '' ? undefined : field)
      }
      if (text[at] !== ',') break
      at += 1
    }
    if (text[at] === '\r') at += 1
    if (text[at] === '\n') at += 1
    else if (at < text.length) throw new SyntaxError(`Row ${rows.length + 1}: text after a closing quote`)
    rows.push(row)
  }
  return rows
}

/** What spreadsheets take for a formula (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/

export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text)
}

/**
 * A text that no spreadsheet evaluates: a leading hyphen of a list becomes a bullet, anything else gets an
 * apostrophe in front.
 */
export function withoutFormula(text: string): string {
  const bulleted = /^[-+]\s+\p{L}/u.test(text) ? text.replace(/^[-+]\s+(?=\p{L})/gmu, '• ') : text
  return looksLikeFormula(bulleted) ? `'${bulleted}` : bulleted
}
