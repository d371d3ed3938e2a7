import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { DOCUMENT_ORIGIN } from '../print-document.ts'

/** Nothing but our own styles, fonts and pictures, whatever a resume managed to put into the document. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `font-src ${DOCUMENT_ORIGIN}`,
  `img-src ${DOCUMENT_ORIGIN}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** A whole document around a body. `--scale` is where the printer tightens it. */
export function htmlDocument(page: {
  lang: string
  dir: string
  title: string
  css: string
  body: ReactElement
}): string {
  const markup = renderToStaticMarkup(
    createElement(
      'html',
      { lang: page.lang, dir: page.dir, style: { '--scale': '1' } },
      createElement(
        'head',
        null,
        createElement('meta', { charSet: 'utf-8' }),
        createElement('meta', { httpEquiv: 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY }),
        createElement('title', null, page.title),
        createElement('style', null, page.css),
      ),
      createElement('body', null, page.body),
    ),
  )
  return `<!doctype html>${markup}`
}

/** What a list's marker and the separators draw, although no text has it. */
const ALWAYS_DRAWN = '•–·, '

/** The text that HTML shows, for choosing fonts: a little too much does no harm, too little would. */
export function textOf(html: string): string {
  const text = html
    .replace(/<(style|script)\b[^>]*>.*?<\/\1\s*>/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});/g, (_, decimal: string) => character(Number(decimal)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&')
  return `${text}${ALWAYS_DRAWN}`
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
