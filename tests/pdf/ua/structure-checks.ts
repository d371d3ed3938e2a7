import { readArray, readDict, readText } from '../../../src/shared/pdf-syntax.ts'
import { absent, type Checkpoint, edit, editStream } from './checkpoint.ts'
import { attribute, type Element, resolve, type TaggedPdf } from './tagged-pdf.ts'

/** 01, 02, 13 to 19, 30: what is tagged, and as what. */

const STANDARD = new Set(
  (
    'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI ' +
    'Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT ' +
    'RP Warichu WT WP Figure Formula Form'
  ).split(' '),
)
const rolesOf = ({ structRoot }: TaggedPdf) => readDict(structRoot.get('RoleMap') ?? '')?.dict ?? new Map()
const name = ({ id, type }: Element) => `element ${id} (${type})`
const of = (pdf: TaggedPdf, ...types: string[]) => pdf.elements.filter(({ type }) => types.includes(type))

function headingsOf(pdf: TaggedPdf): { level: number; element: Element }[] {
  return pdf.elements.flatMap((element) => {
    const level = /^H([1-6])$/.exec(element.type)?.[1]
    return level === undefined ? [] : [{ level: Number(level), element }]
  })
}

const isTagged = ({ mcid }: { mcid: number | undefined }) => mcid !== undefined
const isArtifact = ({ tag }: { tag: string }) => tag === 'Artifact'

/** Who a piece of marked content belongs to, by the structure tree and by the parent tree. */
function unowned(pdf: TaggedPdf): string[] {
  const owners = new Map<string, number[]>()
  for (const { id, content } of pdf.elements) {
    for (const { holder, mcid } of content) {
      const key = `${holder} ${mcid}`
      owners.set(key, [...(owners.get(key) ?? []), id])
    }
  }
  const parents = new Map<string, string>()
  const numbers = readArray(resolve(pdf.objects, pdf.structRoot.get('ParentTree')).get('Nums') ?? '')
  for (let at = 0; at < numbers.length; at += 2) parents.set(numbers[at] ?? '', numbers[at + 1] ?? '')
  const wrong: string[] = []
  const shown = new Set<string>()
  for (const { marked } of pdf.pages) {
    for (const { holder, mcid } of marked) {
      if (mcid === undefined) continue
      const key = `${holder} ${mcid}`
      shown.add(key)
      const owner = owners.get(key) ?? []
      const array = parents.get(pdf.dicts.get(holder)?.get('StructParents') ?? '') ?? ''
      const parent = readArray(pdf.objects.bodies.get(Number.parseInt(array, 10)) ?? '')[mcid]
      if (owner.length !== 1) wrong.push(`content ${key} belongs to ${owner.length} elements`)
      if (parent !== `${owner[0]} 0 R`)
        wrong.push(`content ${key}: element ${owner[0]}, parent tree ${parent}`)
    }
  }
  for (const key of owners.keys()) if (!shown.has(key)) wrong.push(`content ${key} is on no page`)
  return wrong
}

export const structureChecks: Checkpoint[] = [
  {
    id: '01-003',
    failure: 'an artifact inside tagged content',
    check: ({ pages }) =>
      pages.flatMap(({ items }) =>
        items
          .filter(
            ({ inside }) =>
              inside.findIndex(isArtifact) > inside.findIndex(isTagged) && inside.some(isTagged),
          )
          .map(({ kind }) => kind),
      ),
    damage: (pdf) => editStream(pdf, /(<<\/MCID \d+ >>BDC\n)(BT[\s\S]*?ET\n)/, '$1/Artifact BMC\n$2EMC\n'),
  },
  {
    id: '01-004',
    failure: 'tagged content inside an artifact',
    check: ({ pages }) =>
      pages.flatMap(({ items }) =>
        items
          .filter(
            ({ inside }) =>
              inside.findIndex(isTagged) > inside.findIndex(isArtifact) && inside.some(isArtifact),
          )
          .map(({ kind }) => kind),
      ),
    damage: (pdf) => editStream(pdf, /(\/\w+ <<\/MCID \d+ >>BDC\n[\s\S]*?EMC\n)/, '/Artifact BMC\n$1EMC\n'),
  },
  {
    id: '01-005',
    failure: 'content that is neither tagged nor an artifact, or whose tag is not in the tree',
    check: (pdf) => [
      ...pdf.pages.flatMap(({ items }, page) =>
        items
          .filter(({ inside }) => !inside.some(isTagged) && !inside.some(isArtifact))
          .map(({ kind, shown }) => `page ${page + 1}: ${kind} ${shown}`),
      ),
      ...unowned(pdf),
    ],
    damage: (pdf) => editStream(pdf, /\/\w+ <<\/MCID \d+ >>BDC\n/, '/Span BMC\n'),
  },
  {
    id: '01-007',
    failure: 'Suspects is true',
    check: ({ catalog }) =>
      /^<<\s*\/Marked true\s*>>$/.test(catalog.get('MarkInfo') ?? '')
        ? []
        : [`MarkInfo ${catalog.get('MarkInfo')}`],
    damage: (pdf) => edit(pdf, /\/MarkInfo <<\/Marked true>>/, '/MarkInfo <</Marked true /Suspects true>>'),
  },
  {
    id: '02-001',
    failure: 'a type that is not mapped to a standard one',
    check: ({ elements }) => elements.filter(({ type }) => !STANDARD.has(type)).map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Paragraph'),
  },
  {
    id: '02-003',
    failure: 'a circular role map',
    check: (pdf) => [...rolesOf(pdf)].filter(([, to]) => rolesOf(pdf).has(to.slice(1))).map(([from]) => from),
    damage: (pdf) => edit(pdf, /\/Type \/StructTreeRoot/, '/Type /StructTreeRoot /RoleMap <</A /B /B /A>>'),
  },
  {
    id: '02-004',
    failure: 'a standard type that is mapped to another',
    check: (pdf) => [...rolesOf(pdf).keys()].filter((type) => STANDARD.has(type)),
    damage: (pdf) => edit(pdf, /\/Type \/StructTreeRoot/, '/Type /StructTreeRoot /RoleMap <</P /Span>>'),
  },
  {
    id: '13-004',
    failure: 'a figure without a description',
    check: (pdf) =>
      of(pdf, 'Figure')
        .filter(({ dict }) => readText(dict.get('Alt') ?? dict.get('ActualText') ?? '()').trim() === '')
        .map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Figure'),
  },
  {
    id: '14-002',
    failure: 'the first heading is not H1',
    check: (pdf) => {
      const [first] = headingsOf(pdf)
      return first === undefined || first.level === 1 ? [] : [name(first.element)]
    },
    damage: (pdf) => edit(pdf, /\/S \/H1/, '/S /H2'),
  },
  {
    id: '14-003',
    failure: 'a heading level is skipped',
    check: (pdf) =>
      headingsOf(pdf).flatMap(({ level, element }, at, all) =>
        level > (all[at - 1]?.level ?? 0) + 1 ? [name(element)] : [],
      ),
    damage: (pdf) => edit(pdf, /\/S \/H1/, '/S /H3'),
  },
  {
    id: '14-006',
    failure: 'an element with more than one H (ours have no H at all)',
    check: (pdf) => of(pdf, 'H').map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /H'),
  },
  {
    id: '14-007',
    failure: 'both H and H1',
    check: (pdf) => of(pdf, 'H').map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /H'),
  },
  {
    id: '15-003',
    failure: 'a header cell without scope, or a cell whose headers are not there',
    check: (pdf) => {
      const ids = new Set(pdf.elements.flatMap(({ dict }) => dict.get('ID') ?? []))
      return [
        ...of(pdf, 'TH')
          .filter((cell) => !/^\/(?:Row|Column|Both)$/.test(attribute(cell, 'Scope') ?? ''))
          .map(name),
        ...of(pdf, 'TD')
          .filter((cell) => readArray(attribute(cell, 'Headers') ?? '').some((id) => !ids.has(id)))
          .map(name),
      ]
    },
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /TH'),
  },
  {
    id: '17-002',
    failure: 'a formula without a description',
    check: (pdf) =>
      of(pdf, 'Formula')
        .filter(({ dict }) => !dict.has('Alt') && !dict.has('ActualText'))
        .map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Formula'),
  },
  {
    id: '17-003',
    failure: 'a formula whose text is not in Unicode',
    check: (pdf) => of(pdf, 'Formula').map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Formula'),
  },
  {
    id: '19-003',
    failure: 'a note without an ID',
    check: (pdf) => of(pdf, 'Note').map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Note'),
  },
  {
    id: '19-004',
    failure: 'notes with the same ID',
    check: (pdf) => of(pdf, 'Note').map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Note'),
  },
  {
    id: '30-001',
    failure: 'a reference XObject',
    ...absent(/\/Subtype \/Form\b[\s\S]*\/Ref\b/, '<</Type /XObject /Subtype /Form /Ref <<>>>>'),
  },
  {
    id: '30-002',
    failure: 'a form with tagged content that is drawn twice',
    check: ({ pages }) => {
      const seen = pages.flatMap(({ marked }) =>
        marked.flatMap(({ holder, mcid }) => (mcid === undefined ? [] : [`${holder} ${mcid}`])),
      )
      return seen.filter((key, at) => seen.indexOf(key) !== at)
    },
    damage: (pdf) => editStream(pdf, /(\/\w+ <<\/MCID \d+ >>BDC\n[\s\S]*?EMC\n)/, '$1$1'),
  },
]
