import './preview-fonts.css'
import { type MouseEvent, memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Paper } from '../shared/export-pdf.ts'
import type { Resume } from '../shared/resume.ts'
import { lookOf } from '../templates/options.ts'
import { ResumePage, resumeCss } from '../templates/resume-page.tsx'
import { viewOf } from '../templates/view.ts'
import type { ExportSettings } from './export-settings.ts'

interface ResumeSheetProps {
  resume: Resume
  /** Must stay the same object as long as it says the same. */
  settings: ExportSettings
  /** Cut off after the first page, and out of reach of keyboard and screen reader: a picture. */
  onePage?: boolean
}

/** CSS pixels at 96 dpi: 210 × 297 mm, 8.5 × 11 in. */
const paperSize: Record<Paper, { width: number; height: number }> = {
  a4: { width: 794, height: 1123 },
  letter: { width: 816, height: 1056 },
}

/**
 * The resume on paper, drawn by the components that the PDF is printed from, scaled to the space there is. A
 * shadow root keeps the page's styles and the template's apart.
 */
export const ResumeSheet = memo(function ResumeSheet({
  resume,
  settings,
  onePage = false,
}: ResumeSheetProps) {
  const { width, height } = paperSize[settings.paper]
  const space = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<ShadowRoot>()
  const [scale, setScale] = useState(0)
  const [contentHeight, setContentHeight] = useState(height)

  const look = useMemo(() => lookOf(settings), [settings])
  const view = useMemo(() => viewOf(onePage ? beginning(resume) : resume), [resume, onePage])
  const css = useMemo(() => resumeCss(look, view.lang), [look, view.lang])

  useLayoutEffect(() => {
    const element = host.current
    if (element) setRoot(element.shadowRoot ?? element.attachShadow({ mode: 'open' }))
  }, [])

  useLayoutEffect(() => {
    const outer = space.current
    const inner = host.current
    if (outer === null || inner === null) return
    setScale(outer.clientWidth / width)
    const observer = new ResizeObserver(() => {
      setScale(outer.clientWidth / width)
      setContentHeight(inner.offsetHeight)
    })
    observer.observe(outer)
    observer.observe(inner)
    return () => observer.disconnect()
  }, [width])

  const shown = onePage ? height : Math.max(height, contentHeight)
  return (
    <div ref={space} className="sheet" style={{ height: shown * scale, overflow: 'hidden' }} inert={onePage}>
      <div
        ref={host}
        style={{ width, minHeight: height, transform: `scale(${scale})`, transformOrigin: '0 0' }}
      >
        {root &&
          createPortal(
            // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it only redirects the clicks that links inside make, by keyboard too
            <div className="paper" onClick={openOutside}>
              <style>{`${paperCss}.paper { padding: ${marginsOf(css)}; min-height: ${height}px; }${css}`}</style>
              <ResumePage
                view={view}
                look={look}
                {...(photoOf(view.image) !== undefined && { photo: view.image })}
              />
            </div>,
            root,
          )}
      </div>
    </div>
  )
})

/** As much of a resume as can show on a first page, so that six pictures of it stay cheap. */
function beginning(resume: Resume): Resume {
  const cut = Object.entries(resume).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.slice(0, 8) : value,
  ])
  return Object.fromEntries(cut) as Resume
}

const paperCss =
  ':host { all: initial; display: block; } .paper { box-sizing: border-box; background: #fff; color-scheme: light; overflow: hidden; }'

/** What `@page` says: on screen there are no page margins, so the paper gets them as padding. */
function marginsOf(css: string): string {
  return /@page\s*\{[^}]*margin:\s*([^;}]+)/.exec(css)?.[1] ?? '15mm 18mm'
}

/** The preview shows what the PDF may show; scripts and local addresses are no pictures. */
function photoOf(image: string): string | undefined {
  return /^(https?:\/\/|data:image\/(png|jpe?g|webp|gif);)/i.test(image) ? image : undefined
}

/** A link in the preview must not replace the page that is being worked on. */
function openOutside(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null) return
  event.preventDefault()
  window.open(link.href, '_blank', 'noopener,noreferrer')
}
