import type { PdfObjects } from '../../../netlify/pdf/pdf-objects.ts'
import { readDict, readText } from '../../../src/shared/pdf-syntax.ts'
import { absent, type Checkpoint, edit, editStream } from './checkpoint.ts'
import { resolve, type TaggedPdf } from './tagged-pdf.ts'

/** 06, 07, 11, 20, 21, 25, 26: the document as a whole. */

/** BCP 47 in the form of ISO 14289-1, 7.2. */
const LANGUAGE = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i

function unlessLanguage({ catalog }: TaggedPdf, what: string): string[] {
  const lang = catalog.get('Lang')
  return lang !== undefined && LANGUAGE.test(readText(lang)) ? [] : [`${what}: the catalog's Lang is ${lang}`]
}
const dropLang = (pdf: PdfObjects) => edit(pdf, /\/Lang (?:\([^)]*\)|<[^>]*>)\n(?=\/Metadata)/, '')
const language = (
  id: string,
  failure: string,
  more: (pdf: TaggedPdf) => string[] = () => [],
): Checkpoint => ({
  id,
  failure,
  check: (pdf) => [...unlessLanguage(pdf, failure), ...more(pdf)],
  damage: dropLang,
})

const titleOf = (xmp: string) =>
  /<dc:title><rdf:Alt><rdf:li xml:lang="x-default">([^<]+)</.exec(xmp)?.[1]?.replaceAll('&amp;', '&')
const optionalContent = () => absent(/\/OCProperties\b|\/Type \/OC(?:G|MD)\b/, '<</Type /OCG /Name ()>>')
const encryption = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  check: ({ objects }) => (objects.trailer.has('Encrypt') ? ['the file is encrypted'] : []),
  damage: (pdf) => void pdf.trailer.set('Encrypt', '<</Filter /Standard>>'),
})

export const documentChecks: Checkpoint[] = [
  {
    id: '06-001',
    failure: 'no XMP metadata',
    check: ({ catalog, objects }) => {
      const { dict } =
        readDict(objects.bodies.get(Number.parseInt(catalog.get('Metadata') ?? '', 10)) ?? '') ?? {}
      return dict?.get('Type') === '/Metadata' && dict.get('Subtype') === '/XML' ? [] : ['no metadata stream']
    },
    damage: (pdf) => edit(pdf, /\/Metadata \d+ 0 R/, ''),
  },
  {
    id: '06-002',
    failure: 'XMP without the PDF/UA mark',
    check: ({ xmp }) =>
      xmp.includes('xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"') &&
      xmp.includes('<pdfuaid:part>1</pdfuaid:part>')
        ? []
        : ['no pdfuaid:part 1'],
    damage: (pdf) => editStream(pdf, /<pdfuaid:part>1/, '<pdfuaid:part>2'),
  },
  {
    id: '06-003',
    failure: 'XMP without dc:title, or with another than Info',
    check: ({ xmp, objects }) => {
      const info = resolve(objects, objects.trailer.get('Info')).get('Title')
      const title = titleOf(xmp)
      return title !== undefined && info !== undefined && readText(info) === title
        ? []
        : [`dc:title ${title}, Info ${info}`]
    },
    damage: (pdf) => editStream(pdf, /<dc:title>[\s\S]*<\/dc:title>/, ''),
  },
  {
    id: '07-001',
    failure: 'no DisplayDocTitle',
    check: ({ catalog }) =>
      /\/DisplayDocTitle\b/.test(catalog.get('ViewerPreferences') ?? '') ? [] : ['missing'],
    damage: (pdf) => edit(pdf, /\/ViewerPreferences <<[^>]*>>/, ''),
  },
  {
    id: '07-002',
    failure: 'DisplayDocTitle is false',
    check: ({ catalog }) =>
      /\/DisplayDocTitle true\b/.test(catalog.get('ViewerPreferences') ?? '') ? [] : ['not true'],
    damage: (pdf) => edit(pdf, /\/DisplayDocTitle true/, '/DisplayDocTitle false'),
  },
  language('11-001', 'text on pages without a language', ({ elements }) =>
    elements.flatMap(({ id, dict }) => {
      const lang = dict.get('Lang')
      return lang === undefined || LANGUAGE.test(readText(lang)) ? [] : [`element ${id}: ${lang}`]
    }),
  ),
  language('11-002', 'Alt, ActualText or E without a language'),
  language('11-003', 'outline without a language'),
  language('11-004', 'Contents of annotations without a language'),
  language('11-005', 'TU of form fields without a language'),
  language('11-006', 'metadata without a language', ({ xmp, catalog }) => {
    const said = /<dc:language><rdf:Bag><rdf:li>([^<]*)</.exec(xmp)?.[1]
    return said === readText(catalog.get('Lang') ?? '()') ? [] : [`XMP says ${said}`]
  }),
  { id: '20-001', failure: 'optional content without a name (Configs)', ...optionalContent() },
  { id: '20-002', failure: 'optional content without a name (D)', ...optionalContent() },
  { id: '20-003', failure: 'optional content with AS', ...optionalContent() },
  {
    id: '21-001',
    failure: 'an embedded file without F, UF, Desc or AFRelationship',
    check: ({ dicts, catalog }) =>
      [...dicts].flatMap(([id, dict]) => {
        if (!dict.has('EF')) return []
        const missing = ['F', 'UF', 'Desc'].filter((key) => readText(dict.get(key) ?? '()') === '')
        if (!dict.has('AFRelationship')) missing.push('AFRelationship')
        if (!catalog.get('AF')?.includes(`${id} 0 R`)) missing.push('AF of the catalog')
        return missing.map((key) => `object ${id}: ${key}`)
      }),
    damage: (pdf) => edit(pdf, /\/UF \([^)]*\)/, ''),
  },
  {
    id: '25-001',
    failure: 'a dynamic XFA form',
    ...absent(/\/XFA\b/, '<</XFA []>>'),
  },
  encryption('26-001', 'encrypted, without P'),
  encryption('26-002', 'encrypted, and reading aloud forbidden'),
]
