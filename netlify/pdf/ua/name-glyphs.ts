import type { PdfObjects } from '../pdf-objects.ts'
import { readStream, writeStream } from '../pdf-streams.ts'

/**
 * Skia writes U+0000 for glyphs that are no character of their own (dots of Arabic letters, parts of Devanagari
 * ones), which PDF/UA-1, 7.21.7 forbids; `ActualText` around them says the letter. They get WORD JOINER, which
 * is neither seen nor heard.
 */
export function nameGlyphs(pdf: PdfObjects): void {
  const seen = new Set<number>()
  for (const body of pdf.bodies.values()) {
    if (!body.startsWith('<</Type /Font\n')) continue
    const id = Number(/\/ToUnicode (\d+) 0 R/.exec(body)?.[1] ?? -1)
    const stream = seen.has(id) ? undefined : readStream(pdf, id)
    seen.add(id)
    if (!stream) continue
    const cmap = stream.bytes.toString('latin1')
    const named = cmap.replace(/^(<[\dA-F]{4}>) <0000>$/gm, '$1 <2060>')
    if (named !== cmap) writeStream(pdf, id, Buffer.from(named, 'latin1'))
  }
}
