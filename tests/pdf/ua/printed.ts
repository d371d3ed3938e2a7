import { loadPhoto } from '../../../netlify/pdf/photo/load-photo.ts'
import { printPdf, sharedPool } from '../../../netlify/pdf/print.ts'
import type { PrintDocument } from '../../../netlify/pdf/print-document.ts'
import { renderResume } from '../../../netlify/pdf/render/render-resume.ts'
import { renderRubric } from '../../../netlify/pdf/render/rubric.ts'
import { templateIds } from '../../../src/shared/export-pdf.ts'
import type { Rubric } from '../../../src/shared/rubric.ts'
import { essayRubric } from '../../rubric-export/rubrics.ts'
import { inputOf, resumeIn } from '../../templates/inputs.ts'
import { documentOf } from '../documents.ts'
import { png } from '../png.ts'

/** The documents that every checkpoint is tried on, by name. */
export const documents: Record<string, () => Promise<PrintDocument>> = {}

const photo = `data:image/png;base64,${png(120, 120).toString('base64')}`

for (const template of templateIds) {
  for (const language of ['en', 'ja', 'ar'] as const) {
    documents[`${template} in ${language}`] = async () => {
      const resume = (await resumeIn(language)) as { basics: Record<string, unknown> }
      return renderResume(inputOf({ ...resume, basics: { ...resume.basics, image: photo } }, { template }), {
        loadPhoto: (address) => loadPhoto(address, { pool: sharedPool }),
      })
    }
  }
}
documents['all scripts'] = async () => renderResume(inputOf(await resumeIn('scripts')))
documents['modern in he'] = async () => renderResume(inputOf(await resumeIn('he')))
for (const theme of ['even', 'flat', 'spartan']) {
  documents[`the theme ${theme}`] = async () =>
    renderResume(inputOf(await resumeIn('en'), { template: `theme:jsonresume-theme-${theme}` }))
}
documents['a short rubric'] = () => renderRubric(essayRubric(), { paper: 'a4' })
documents['a rubric of several pages'] = () => renderRubric(longRubric(), { paper: 'letter' })

function longRubric(): Rubric {
  const rubric = essayRubric()
  const [criterion] = rubric.criteria
  if (!criterion) throw new Error('the rubric has no criterion')
  rubric.criteria = Array.from({ length: 24 }, (_, at) => ({
    ...criterion,
    title: `Criterion ${at + 1}`,
    section: at < 10 ? 'First part' : 'Second part',
    description: 'What is looked at:\n- first\n- second',
    levels: criterion.levels.map((level) => ({ ...level, descriptor: `${level.descriptor} `.repeat(4) })),
  }))
  return rubric
}

const dot = `data:image/png;base64,${png(8, 8).toString('base64')}`

/** What pages of strangers have and ours have not. */
documents['all kinds of HTML'] = async () =>
  documentOf(`
<style>.made::after { content: " made by styles" } .painted { background: linear-gradient(red, blue); height: 9px }</style>
<h3>Begins with a third level</h3><section><h5>Skips one</h5><p style="opacity: 0.5">In a form of its own</p></section>
<p class="made">Text <em>with</em> <strong>stress</strong>, <code>code</code>, <q>a quotation</q>, <sup>2</sup></p>
<p lang="fr">Bonjour</p><div>loose <b>text</b><p>beside a paragraph</p>and more</div>
<img src="${dot}" alt="A red square"><img src="${dot}" alt=""><img src="${dot}">
<svg width="40" height="40"><circle cx="20" cy="20" r="9"/></svg><div class="painted"></div><hr>
<a href="https://example.com/picture"><img src="${dot}" alt="Our house"></a>
<a href="https://example.com/long">${'a link over several lines '.repeat(12)}</a> <a href="#here">here</a>
<ul><li>one<li>two <a href="https://example.com/two">linked</a><ul><li>nested</ul><li><p>a</p><p>b</p></ul>
<ol start="3"><li>third<li>fourth</ol><ul style="list-style: none"><li>plain</ul>
<figure><img src="${dot}" alt="Framed"><figcaption>A caption</figcaption></figure>
<figure><figcaption>Ada</figcaption><blockquote><p>quoted</p></blockquote></figure>
<table><caption>Sums</caption><tr><th>a<th>b<tr><td>1<td>2</table>
<dl><dt id="here">term<dd>meaning</dl><aside>beside</aside><button>press</button><ruby>ruby<rt>gloss</rt></ruby>
<div style="display: table"><div style="display: table-row"><div style="display: table-cell">cell</div></div></div>
<p style="break-before: page">page two</p><div style="height: 1500px; border: 1px solid">over pages</div>`)

const printed = new Map<string, Promise<Uint8Array>>()

/** A document's PDF, printed once. */
export function pdfOf(name: string): Promise<Uint8Array> {
  const known = printed.get(name)
  if (known) return known
  const make = documents[name]
  if (!make) throw new Error(`There is no document called ${name}`)
  const bytes = make()
    .then((document) => printPdf(document))
    .then((result) => result.bytes)
  printed.set(name, bytes)
  return bytes
}
