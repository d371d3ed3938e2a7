import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { ExportPdfInput } from '../../../src/shared/export-pdf.ts'
import type { JobWarning } from '../../../src/shared/job.ts'
import { lookOf } from '../../../src/templates/options.ts'
import { ResumePage, resumeCss } from '../../../src/templates/resume-page.tsx'
import { viewOf } from '../../../src/templates/view.ts'
import { DOCUMENT_ORIGIN, type PrintDocument, type PrintResource } from '../print-document.ts'

/** Nothing but our own styles, fonts and pictures, whatever a resume managed to put into the document. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `font-src ${DOCUMENT_ORIGIN}`,
  `img-src ${DOCUMENT_ORIGIN}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Turns an export's input into a document that needs nothing from outside. */
export async function renderResume(input: ExportPdfInput): Promise<PrintDocument> {
  const warnings: JobWarning[] = []
  const resources = new Map<string, PrintResource>()
  const look = lookOf(input)
  const view = viewOf(input.resume)
  const title = [view.name, view.titles.resume].filter((part) => part !== '').join(' – ')
  const markup = renderToStaticMarkup(
    createElement(
      'html',
      { lang: view.lang, dir: view.dir, style: { '--scale': '1' } },
      createElement(
        'head',
        null,
        createElement('meta', { charSet: 'utf-8' }),
        createElement('meta', { httpEquiv: 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY }),
        createElement('title', null, title),
        createElement('style', null, `html, body { margin: 0; }${resumeCss(look, view.lang)}`),
      ),
      createElement('body', null, createElement(ResumePage, { view, look })),
    ),
  )
  return {
    html: `<!doctype html>${markup}`,
    resources,
    paper: input.paper,
    lang: view.lang,
    title,
    ...(view.name !== '' && { author: view.name }),
    ...(view.label !== '' && { subject: view.label }),
    keywords: keywordsOf(view),
    attachments: [
      {
        name: 'resume.json',
        contentType: 'application/json',
        bytes: new TextEncoder().encode(JSON.stringify(input.resume, null, 2)),
      },
    ],
    warnings,
    ...(input.fit !== undefined && { fit: input.fit }),
  }
}

function keywordsOf(view: ReturnType<typeof viewOf>): string[] {
  const words = view.sections.flatMap((section) =>
    section.kind === 'facts' && section.id === 'skills'
      ? section.facts.flatMap((fact) => [fact.name, ...fact.keywords])
      : [],
  )
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 50)
}
