import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'

interface PdfPagesProps {
  bytes: Uint8Array<ArrayBuffer>
  /** What the document is, for people who cannot see it. */
  label: string
}

/**
 * A PDF drawn page by page. Drawn here rather than by the browser's own viewer, which phones do not have and
 * which looks different in every browser.
 */
export function PdfPages({ bytes, label }: PdfPagesProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy>()
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    let gone = false
    let close: (() => Promise<void>) | undefined
    setPdf(undefined)
    setFailed(false)
    loadPdf(bytes).then(
      (opened) => {
        close = opened.close
        if (gone) void opened.close()
        else setPdf(opened.pdf)
      },
      () => {
        if (!gone) setFailed(true)
      },
    )
    return () => {
      gone = true
      void close?.()
    }
  }, [bytes])

  if (failed) {
    return (
      <p className="loading">This browser cannot draw the PDF here. Download it or open it in a new tab.</p>
    )
  }
  if (pdf === undefined) return <p className="loading">Opening the PDF…</p>
  return (
    <div className="pdf-pages">
      {Array.from({ length: pdf.numPages }, (_, index) => index + 1).map((page) => (
        <PdfPage key={page} pdf={pdf} page={page} label={`${label}, page ${page} of ${pdf.numPages}`} />
      ))}
    </div>
  )
}

/** The drawing code is large and needed late: it is loaded while the export runs, so that nobody waits for it. */
export function loadPdfViewer() {
  return Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')])
}

async function loadPdf(bytes: Uint8Array<ArrayBuffer>) {
  const [{ getDocument, GlobalWorkerOptions }, { default: workerSrc }] = await loadPdfViewer()
  GlobalWorkerOptions.workerSrc = workerSrc
  // A copy: the worker takes the buffer over.
  const task = getDocument({ data: bytes.slice() })
  return { pdf: await task.promise, close: () => task.destroy() }
}

function PdfPage({ pdf, page, label }: { pdf: PDFDocumentProxy; page: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [ratio, setRatio] = useState(210 / 297)
  const [drawn, setDrawn] = useState(false)

  useEffect(() => {
    let cancel = () => {}
    let gone = false
    void (async () => {
      const proxy = await pdf.getPage(page)
      const target = canvas.current
      if (gone || target === null) return
      const size = proxy.getViewport({ scale: 1 })
      setRatio(size.width / size.height)
      const width = Math.min(1600, (target.clientWidth || 800) * Math.min(devicePixelRatio, 2))
      const viewport = proxy.getViewport({ scale: Math.max(1, width / size.width) })
      target.width = Math.floor(viewport.width)
      target.height = Math.floor(viewport.height)
      const drawing = proxy.render({ canvas: target, viewport })
      cancel = () => drawing.cancel()
      await drawing.promise
      setDrawn(true)
    })().catch(() => {})
    return () => {
      gone = true
      cancel()
    }
  }, [pdf, page])

  return (
    <canvas
      ref={canvas}
      className="sheet"
      role="img"
      aria-label={label}
      data-drawn={drawn}
      style={{ aspectRatio: ratio }}
    />
  )
}
