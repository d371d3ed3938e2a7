import { useEffect, useRef } from 'react'
import type { Span } from './locate.ts'

interface DocumentTextProps {
  text: string
  truncated: boolean
  /** The place of what is being looked at in the table, where it is in the text, and in words. */
  found: Span | undefined
  where: string | undefined
}

/** The document as it was read, with the text marked that the table is about. */
export function DocumentText({ text, truncated, found, where }: DocumentTextProps) {
  const box = useRef<HTMLElement>(null)
  const mark = useRef<HTMLElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another text is marked
  useEffect(() => {
    const area = box.current
    const target = mark.current
    // Only inside its own box: the page itself must not move under the pointer.
    if (area && target) area.scrollTo({ top: target.offsetTop - area.clientHeight / 3 })
  }, [found?.start, found?.end])

  return (
    <section className="document" aria-label="Document">
      <h2>
        Document
        <span className="document-where">{where}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <pre ref={box as React.RefObject<HTMLPreElement>} tabIndex={0}>
        {found ? (
          <>
            {text.slice(0, found.start)}
            <mark ref={mark}>{text.slice(found.start, found.end)}</mark>
            {text.slice(found.end)}
          </>
        ) : (
          text
        )}
        {truncated && '\n…'}
      </pre>
    </section>
  )
}
