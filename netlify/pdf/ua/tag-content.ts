import { readDict, readRef, writeText } from '../../../src/shared/pdf-syntax.ts'
import type { PdfObjects } from '../pdf-objects.ts'
import { readStream, writeStream } from '../pdf-streams.ts'
import { type ContentRules, markArtifacts, type Painted } from './mark-artifacts.ts'
import { repeatedContent } from './repeated-content.ts'
import { type StructureElement, type StructureTree, setEntry, setParent } from './structure-tree.ts'

/**
 * Parts real content from decoration on every page: what is painted and not read becomes an artifact, and
 * leaves the structure tree. Returns whether all text has glyphs.
 */
export function tagContent(pdf: PdfObjects, tree: StructureTree): boolean {
  let complete = true
  const repeated = repeatedContent(tree)
  for (const [id, body] of pdf.bodies) {
    if (/^<<\/Type \/Page\b(?!s)/.test(body)) {
      const page = readDict(body)?.dict
      const stream = readRef(page?.get('Contents'))
      if (page && stream !== undefined)
        complete = mark(pdf, tree, id, stream, page.get('Resources'), repeated) && complete
    } else if (/^<<[^>]*\/Subtype \/Form\b/.test(body)) {
      complete = mark(pdf, tree, id, id, readDict(body)?.dict.get('Resources'), repeated) && complete
    }
  }
  return complete
}

/** Marks the content of a page or a form (`holder`), which the object `streamId` has. True when no glyph is missing. */
function mark(
  pdf: PdfObjects,
  tree: StructureTree,
  holder: number,
  streamId: number,
  resources: string | undefined,
  repeated: Set<string>,
): boolean {
  const stream = readStream(pdf, streamId)
  if (!stream) return true
  const owners = tree.owners.get(holder)
  const rules: ContentRules = {
    isArtifact(mcid, painted) {
      if (repeated.has(`${holder} ${mcid}`)) return 'Pagination'
      const owner = owners?.get(mcid)
      return owner === undefined || isDecoration(owner, painted) ? 'Layout' : undefined
    },
    marks: streamId !== holder || isTagged(pdf.bodies.get(holder) ?? ''),
    drawn: (name) => drawn(pdf, resources, name),
  }
  const content = stream.bytes.toString('latin1')
  const marked = markArtifacts(content, rules)
  for (const mcid of marked.artifacts) {
    const owner = owners?.get(mcid)
    setParent(tree, { mcid, page: holder, form: undefined }, 'null')
    if (!owner) continue
    owner.kids = owner.kids.filter(
      (kid) => !('mcid' in kid) || kid.mcid !== mcid || (kid.form ?? kid.page) !== holder,
    )
    owner.changed = true
  }
  if (marked.content !== content) writeStream(pdf, streamId, Buffer.from(marked.content, 'latin1'))
  return !marked.missesGlyphs
}

function isDecoration(owner: StructureElement, painted: Painted): boolean {
  if (painted.text) return false
  if (owner.type === 'Figure' || owner.type === 'Formula') return !owner.described
  if (owner.type !== 'Lbl' || !(painted.path || painted.image)) return true
  // Bullets are drawn, not written.
  setEntry(owner, 'ActualText', writeText('•'))
  return false
}

function isTagged(form: string): boolean {
  return /\/StructParents? \d/.test(form.slice(0, form.indexOf('stream')))
}

function drawn(
  pdf: PdfObjects,
  resources: string | undefined,
  name: string,
): ReturnType<ContentRules['drawn']> {
  const direct = readDict(resources ?? '') ?? readDict(pdf.bodies.get(readRef(resources) ?? -1) ?? '')
  const objects = readDict(direct?.dict.get('XObject') ?? '')?.dict
  const object = pdf.bodies.get(readRef(objects?.get(name)) ?? -1) ?? ''
  if (/\/Subtype \/Image\b/.test(object.slice(0, object.indexOf('stream')))) return 'image'
  return isTagged(object) ? 'tagged' : 'untagged'
}
