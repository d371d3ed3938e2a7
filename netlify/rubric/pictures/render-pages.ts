import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { nodeModulesFolders } from '../../pdf/render/font-files.ts'
import type { Picture } from '../model/ask-model.ts'
import { isBlank, LONGEST_SIDE, loadCanvas, toPicture } from './canvas.ts'

/**
 * The build of pdf.js that paints. The one that reads (`pdf/pdfjs.ts`) comes without the decoders of scanners'
 * formats (JPEG 2000, JBIG2, fax), which this one takes from `pdfjs-dist/wasm`.
 */
type Pdfjs = typeof import('pdfjs-dist')

/** A page of A4 at 600 dots an inch. Larger pictures are left out. */
const MAX_IMAGE_PIXELS = 40_000_000

/**
 * The pages as pictures, in order and one at a time; a blank page gives none.
 *
 * Text operators are never painted: what a page says in text is read from its text layer, where hidden text is
 * told from visible; so no text of a document reaches a model in a picture but what is painted as a picture or
 * as outlines.
 */
export async function* renderPages(
  bytes: Uint8Array,
  pages: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<{ page: number; picture: Picture | undefined }> {
  if (pages.length === 0) return
  const { createCanvas } = await loadCanvas()
  const pdfjs = (await import('pdfjs-dist/legacy/build/pdf.mjs')) as unknown as Pdfjs
  const pdf = await open(pdfjs, bytes)
  const isText = new Set<number>([
    pdfjs.OPS.showText,
    pdfjs.OPS.showSpacedText,
    pdfjs.OPS.nextLineShowText,
    pdfjs.OPS.nextLineSetSpacingShowText,
  ])
  try {
    for (const number of pages) {
      signal?.throwIfAborted()
      const page = await pdf.getPage(number)
      const viewport = page.getViewport({ scale: scaleOf(page) })
      const canvas = createCanvas(Math.max(1, viewport.width), Math.max(1, viewport.height))
      const parameters = {
        canvas: null,
        canvasContext: canvas.getContext('2d'),
        viewport,
        background: '#ffffff',
        // Comments and form fields are no part of the picture.
        annotationMode: pdfjs.AnnotationMode.DISABLE,
        operationsFilter: (at: number, list: { fnArray: number[] }) => !isText.has(list.fnArray[at] ?? -1),
      }
      const task = page.render(parameters as unknown as Parameters<PDFPageProxy['render']>[0])
      const cancel = () => task.cancel()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        await task.promise
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
      yield { page: number, picture: isBlank(canvas) ? undefined : await toPicture(canvas) }
      canvas.width = 0
      canvas.height = 0
      page.cleanup()
    }
  } finally {
    await pdf.loadingTask.destroy()
  }
}

function scaleOf(page: PDFPageProxy): number {
  const { width, height } = page.getViewport({ scale: 1 })
  return LONGEST_SIDE / Math.max(width, height, 1)
}

/** Opens with this build's own worker: each build looks for one under the same global name. */
async function open(pdfjs: Pdfjs, bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const place = globalThis as { pdfjsWorker?: unknown }
  const other = place.pdfjsWorker
  // @ts-expect-error the package has types for neither of its workers
  place.pdfjsWorker = await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  try {
    return await pdfjs.getDocument({
      data: new Uint8Array(bytes),
      verbosity: 0,
      wasmUrl: decoders(),
      useWorkerFetch: false,
      useSystemFonts: false,
      disableFontFace: true,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      enableXfa: false,
      maxImageSize: MAX_IMAGE_PIXELS,
    } as Parameters<Pdfjs['getDocument']>[0]).promise
  } finally {
    place.pdfjsWorker = other
  }
}

/** Ends in a slash: pdf.js puts names behind it. */
function decoders(): string {
  const folder = nodeModulesFolders()
    .map((modules) => join(modules, 'pdfjs-dist/wasm'))
    .find((path) => existsSync(join(path, 'openjpeg.wasm')))
  if (folder === undefined) {
    throw new Error('The picture decoders of pdfjs-dist are not here: see included_files in netlify.toml')
  }
  return `${folder}/`
}
