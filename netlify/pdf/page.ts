import type { Protocol } from 'devtools-protocol/types/protocol.js'
import type { Browser } from './browser.ts'
import { DOCUMENT_ORIGIN, type PrintDocument } from './print-document.ts'

/** A loaded document, ready to print. */
export interface Page {
  /** Prints it. */
  print(options: Protocol.Page.PrintToPDFRequest): Promise<Uint8Array>
  /** Sets a CSS variable of the root element. */
  setVariable(name: string, value: string): Promise<void>
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

const INCHES = { a4: [8.27, 11.69], letter: [8.5, 11] } as const

/**
 * Opens the document in the browser's page. Scripts are off; the document is answered to the first request,
 * `resources` to the following ones, and everything else is refused: other addresses, other schemes, frames,
 * navigations. Resolves when pictures and fonts are there.
 */
export async function loadDocument(browser: Browser, document: PrintDocument): Promise<Page> {
  const { cdp, sessionId } = browser
  const refused: string[] = []
  let tell = (url: string) => {
    refused.push(url)
  }
  let opened = false

  const refuse = (requestId: string, url: string) => {
    tell(url)
    // `Aborted` leaves the document in place when it was a navigation.
    return cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }, sessionId)
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
    cdp.send(
      'Fetch.fulfillRequest',
      {
        requestId,
        responseCode: 200,
        responseHeaders: headers.map(([name, value]) => ({ name, value })),
        body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
      },
      sessionId,
    )

  cdp.on('Fetch.requestPaused', sessionId, (event) => {
    // A request may be cancelled before its answer arrives; a lost connection shows elsewhere.
    answer(event).catch(() => {})
  })
  const loaded = new Promise<void>((resolve) => {
    const off = cdp.on('Page.loadEventFired', sessionId, () => {
      off()
      resolve()
    })
  })
  // All of it before the navigation: the page answers some of these itself, and may load faster than it does.
  await Promise.all([
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId),
    cdp.send('Page.enable', {}, sessionId),
    cdp.send('Emulation.setScriptExecutionDisabled', { value: true }, sessionId),
    // Fonts and pictures that only the print styles use must load before printing starts.
    cdp.send('Emulation.setEmulatedMedia', { media: 'print' }, sessionId),
  ])
  const navigation = await cdp.send('Page.navigate', { url: DOCUMENT_ORIGIN }, sessionId)
  if (navigation.errorText) throw new Error(`The document could not be opened: ${navigation.errorText}`)
  await loaded

  const evaluate = async (expression: string) => {
    const { exceptionDetails } = await cdp.send(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      sessionId,
    )
    if (exceptionDetails)
      throw new Error(`In the page: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
  }
  await evaluate('void document.documentElement.offsetHeight, document.fonts.ready.then(() => 0)')

  return {
    async print(options) {
      const { data } = await cdp.send('Page.printToPDF', options, sessionId)
      return Buffer.from(data, 'base64')
    },
    setVariable: (name, value) =>
      evaluate(
        `document.documentElement.style.setProperty(${JSON.stringify(name)}, ${JSON.stringify(value)}), document.fonts.ready.then(() => 0)`,
      ),
    onRefused(listener) {
      for (const url of refused) listener(url)
      tell = listener
    },
  }
}

/** Prints in the document's paper; its `@page` rules have precedence. */
export function printPage(page: Page, document: PrintDocument): Promise<Uint8Array> {
  const [width, height] = INCHES[document.paper]
  return page.print({
    paperWidth: width,
    paperHeight: height,
    landscape: document.landscape ?? false,
    preferCSSPageSize: true,
    printBackground: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    transferMode: 'ReturnAsBase64',
  })
}

function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">`
  return /<head\b[^>]*>/i.test(html) ? html.replace(/<head\b[^>]*>/i, (head) => head + meta) : html
}
