import type { Protocol } from 'puppeteer-core'
import type { Browser } from './browser.ts'
import { DOCUMENT_ORIGIN, type PrintDocument } from './print-document.ts'
import type { DocumentLink } from './ua/describe-links.ts'

/** A loaded document, ready to print. */
export interface Page {
  /** Prints it on its paper; its `@page` rules have precedence. */
  print(): Promise<Uint8Array>
  /** Sets a CSS variable of the root element. */
  setVariable(name: string, value: string): Promise<void>
  /** Its links, in the document's order. */
  links(): Promise<DocumentLink[]>
  /** Calls `listener` with the address of each request that was refused, the past ones included. */
  onRefused(listener: (url: string) => void): void
}

/**
 * What the document may use: pictures and fonts that it brings itself. Sent as a header too, because a meta
 * tag counts only from where it stands.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `img-src data: ${DOCUMENT_ORIGIN}`,
  `font-src data: ${DOCUMENT_ORIGIN}`,
  `style-src 'unsafe-inline' ${DOCUMENT_ORIGIN}`,
  "script-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
].join('; ')

/**
 * Opens the document in the browser's page. Scripts are off; the document is answered to the first request,
 * `resources` to the following ones, and everything else is refused: other addresses, other schemes, frames,
 * navigations. Resolves when pictures and fonts are there.
 */
export async function loadDocument(browser: Browser, document: PrintDocument): Promise<Page> {
  const { page, session } = browser
  const refused: string[] = []
  let tell = (url: string) => {
    refused.push(url)
  }
  let opened = false

  const refuse = (requestId: string, url: string) => {
    tell(url)
    // `Aborted` leaves the document in place when it was a navigation.
    return session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
  }
  const answer = (event: Protocol.Fetch.RequestPausedEvent) => {
    const { requestId, request, resourceType } = event
    if (resourceType === 'Document') {
      if (opened || request.url !== DOCUMENT_ORIGIN) return refuse(requestId, request.url)
      opened = true
      return fulfil(requestId, Buffer.from(withPolicy(document.html)), [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
        ['Referrer-Policy', 'no-referrer'],
      ])
    }
    const resource = request.method === 'GET' ? document.resources.get(request.url) : undefined
    if (!resource) return refuse(requestId, request.url)
    return fulfil(requestId, resource.body, [
      ['Content-Type', resource.contentType],
      ['X-Content-Type-Options', 'nosniff'],
    ])
  }
  const fulfil = (requestId: string, body: Uint8Array, headers: [string, string][]) =>
    session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 200,
      responseHeaders: headers.map(([name, value]) => ({ name, value })),
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
    })

  session.on('Fetch.requestPaused', (event) => {
    // A request may be cancelled before its answer arrives; a lost connection shows elsewhere.
    answer(event).catch(() => {})
  })
  // All of it before the navigation: the page answers some of these itself, and may load faster than it does.
  await Promise.all([
    // Not `setRequestInterception`, which holds a request back for ever when its network event is missing.
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    page.setJavaScriptEnabled(false),
    // Fonts and pictures that only the print styles use must load before printing starts.
    page.emulateMediaType('print'),
  ])
  // The job has a time limit of its own.
  await page.goto(DOCUMENT_ORIGIN, { waitUntil: 'load', timeout: 0 })
  const layOut = 'void document.documentElement.offsetHeight, document.fonts.ready.then(() => 0)'
  await page.evaluate(layOut)

  return {
    print: () =>
      page.pdf({
        format: document.paper,
        landscape: document.landscape ?? false,
        preferCSSPageSize: true,
        printBackground: true,
        tagged: true,
        outline: true,
        timeout: 0,
      }),
    async setVariable(name, value) {
      const set = `document.documentElement.style.setProperty(${JSON.stringify(name)}, ${JSON.stringify(value)})`
      await page.evaluate(`${set}, ${layOut}`)
    },
    links: async () => (await page.evaluate(LINKS)) as DocumentLink[],
    onRefused(listener) {
      for (const url of refused) listener(url)
      tell = listener
    },
  }
}

/** Runs in the page. */
const LINKS = `Array.from(document.links, (link) => ({
  href: link.href,
  name:
    link.getAttribute('aria-label') ||
    link.textContent.trim() ||
    Array.from(link.querySelectorAll('[alt], [aria-label]'), (part) => part.getAttribute('alt') || part.getAttribute('aria-label') || '').join(' ').trim() ||
    link.title,
}))`

function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">`
  return /<head\b[^>]*>/i.test(html) ? html.replace(/<head\b[^>]*>/i, (head) => head + meta) : html
}
