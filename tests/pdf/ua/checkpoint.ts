import { addObject, type PdfObjects } from '../../../netlify/pdf/pdf-objects.ts'
import { streamOf, type TaggedPdf } from './tagged-pdf.ts'

/** A failure condition of the Matterhorn Protocol 1.1 that a machine can find. */
export interface Checkpoint {
  /** Its number in the protocol. */
  id: string
  /** What a file that fails has. */
  failure: string
  /** What is wrong, one text each. */
  check(pdf: TaggedPdf): string[]
  /** Damages a good file so that the check must find something. */
  damage(pdf: PdfObjects): void
}

/** Replaces in the first object that has it. */
export function edit(pdf: PdfObjects, pattern: RegExp, replacement: string): void {
  for (const [id, body] of pdf.bodies) {
    if (!pattern.test(body)) continue
    pdf.bodies.set(id, body.replace(pattern, replacement))
    return
  }
  throw new Error(`Nothing to damage: no object has ${pattern}`)
}

/** Replaces in the first stream that has it. */
export function editStream(pdf: PdfObjects, pattern: RegExp, replacement: string): void {
  for (const [id, body] of pdf.bodies) {
    if (
      !/^<<[\s\S]*?>>\s*stream\n/.test(body.slice(0, 3_000)) ||
      /\/Length1|\/Subtype \/Image/.test(body.slice(0, 500))
    )
      continue
    const text = streamOf(pdf, id).toString('latin1')
    if (!pattern.test(text)) continue
    const damaged = text.replace(pattern, replacement)
    const entries = /\/Type \/Metadata/.test(body.slice(0, 200)) ? '/Type /Metadata /Subtype /XML ' : ''
    pdf.bodies.set(id, `<<${entries}/Length ${damaged.length}>>\nstream\n${damaged}\nendstream`)
    return
  }
  throw new Error(`Nothing to damage: no stream has ${pattern}`)
}

/** A feature that our files do not have: that it is absent is the check. */
export function absent(pattern: RegExp, example: string) {
  return {
    check: ({ objects }: TaggedPdf) =>
      [...objects.bodies].flatMap(([id, body]) => {
        const stream = body.indexOf('stream\n')
        const head = stream === -1 ? body : body.slice(0, stream)
        return pattern.test(head) ? [`object ${id}: ${head.slice(0, 80)}`] : []
      }),
    damage: (pdf: PdfObjects) => void addObject(pdf, example),
  }
}
