import { getDocument, type PDFDocumentLoadingTask } from 'unpdf/pdfjs'

/**
 * pdf.js without a worker file, a canvas or the network. `unpdf` ships it as one module with the worker
 * inside, so that a bundler needs no extra file and no native package comes along.
 */

// Lets pdf.js hand fonts to "the browser": otherwise it converts every glyph to outlines that nobody draws.
const ownerDocument = {
  adoptedStyleSheets: [],
  defaultView: {
    CSSStyleSheet: class {
      cssRules: string[] = []
      insertRule(): void {}
    },
  },
}

/** Starts reading. The bytes are copied first, since pdf.js takes its input over. */
export function loadPdf(bytes: Uint8Array): PDFDocumentLoadingTask {
  return getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    ownerDocument: ownerDocument as unknown as Document,
    disableFontFace: false,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    fontExtraProperties: true,
    enableXfa: false,
    stopAtErrors: false,
    // No picture is ever decoded: their sizes are the document's word, and their bytes are not needed.
    maxImageSize: 1,
  } as Parameters<typeof getDocument>[0])
}
