import { readArray, readText } from '../../../src/shared/pdf-syntax.ts'
import { absent, type Checkpoint, edit } from './checkpoint.ts'
import { resolve, type TaggedPdf } from './tagged-pdf.ts'

/** 28: annotations. Ours are links and nothing else. */

const linksOf = ({ pages }: TaggedPdf) => pages.flatMap(({ annotations }) => annotations)

/** Elements that refer to an annotation, and what the parent tree says. */
function owners(pdf: TaggedPdf, annotation: number): string[] {
  const wrong: string[] = []
  const by = pdf.elements.filter(({ annotations }) => annotations.includes(annotation))
  const [owner] = by
  if (by.length !== 1 || owner?.type !== 'Link')
    wrong.push(`is in ${by.map(({ type }) => type).join(', ') || 'nothing'}`)
  const key = pdf.dicts.get(annotation)?.get('StructParent')
  const numbers = readArray(resolve(pdf.objects, pdf.structRoot.get('ParentTree')).get('Nums') ?? '')
  const at = numbers.findIndex((number, index) => index % 2 === 0 && number === key)
  if (at === -1 || numbers[at + 1] !== `${owner?.id} 0 R`) wrong.push(`has the parent ${numbers[at + 1]}`)
  return wrong.map((text) => `annotation ${annotation} ${text}`)
}

/** That a kind of annotation is not there. */
const noSuch = (id: string, failure: string, subtype: string): Checkpoint => ({
  id,
  failure,
  ...absent(new RegExp(`/Subtype\\s*/${subtype}\\b`), `<</Type /Annot /Subtype /${subtype}>>`),
})
const media = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  ...absent(/\/S \/MCD\b/, '<</S /MCD>>'),
})
const onlyLinks = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  ...absent(/\/Type\s*\/Annot\b(?![\s\S]*\/Subtype \/Link)/, '<</Type /Annot /Subtype /Text>>'),
})

export const annotationChecks: Checkpoint[] = [
  onlyLinks('28-002', 'an annotation outside of Annot, Link or Form'),
  {
    id: '28-004',
    failure: 'an annotation without a description',
    check: (pdf) =>
      linksOf(pdf).flatMap(({ id, dict }) => (dict.has('Contents') ? [] : [`annotation ${id}`])),
    damage: (pdf) => edit(pdf, /(\/Subtype \/Link[\s\S]*)\/Contents (?:\((?:\\.|[^\\)])*\)|<[^>]*>)/, '$1'),
  },
  noSuch('28-005', 'a form field without TU', 'Widget'),
  onlyLinks('28-006', 'an annotation of a kind that ISO 32000 does not know'),
  noSuch('28-007', 'a TrapNet annotation', 'TrapNet'),
  {
    id: '28-008',
    failure: 'a page with annotations and no Tabs',
    check: ({ pages }) =>
      pages.flatMap(({ id, dict, annotations }) =>
        annotations.length > 0 && !dict.has('Tabs') ? [`page ${id}`] : [],
      ),
    damage: (pdf) => edit(pdf, /(\/Annots[\s\S]*)\/Tabs \/S/, '$1'),
  },
  {
    id: '28-009',
    failure: 'a page with annotations whose tab order is not that of the structure',
    check: ({ pages }) =>
      pages.flatMap(({ id, dict, annotations }) =>
        annotations.length > 0 && dict.get('Tabs') !== '/S' ? [`page ${id}`] : [],
      ),
    damage: (pdf) => edit(pdf, /(\/Annots[\s\S]*\/Tabs )\/S/, '$1/R'),
  },
  noSuch('28-010', 'a field outside of Form', 'Widget'),
  {
    id: '28-011',
    failure: 'a link that is not in exactly one Link, or whose parent tree says otherwise',
    check: (pdf) => linksOf(pdf).flatMap(({ id }) => owners(pdf, id)),
    damage: (pdf) => edit(pdf, /\/S \/Link\b/, '/S /Span'),
  },
  {
    id: '28-012',
    failure: 'a link without a description in words',
    check: (pdf) =>
      linksOf(pdf).flatMap(({ id, dict }) => {
        const text = readText(dict.get('Contents') ?? '()')
        return /[\p{L}\p{N}]/u.test(text) && !/^https?:/.test(text) ? [] : [`annotation ${id}: ${text}`]
      }),
    damage: (pdf) =>
      edit(pdf, /(\/Subtype \/Link[\s\S]*\/Contents )(?:\((?:\\.|[^\\)])*\)|<[^>]*>)/, '$1( )'),
  },
  media('28-014', 'a media clip without CT'),
  media('28-015', 'a media clip without Alt'),
  noSuch('28-016', 'a file attachment annotation against 7.11', 'FileAttachment'),
  noSuch('28-017', 'a PrinterMark in the structure', 'PrinterMark'),
  noSuch('28-018', 'a PrinterMark whose appearance is no artifact', 'PrinterMark'),
]
