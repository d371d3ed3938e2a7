import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { ExportPage } from '../export/export-page.tsx'
import { siteClient } from '../jobs/use-job.ts'
import { type Route, useHashRoute } from './use-hash-route.ts'

const RubricPage = lazy(async () => ({ default: (await import('../rubric/rubric-page.tsx')).RubricPage }))

const titles: Record<Route, string> = { resume: 'Resume', rubrics: 'Rubrics' }

export function App() {
  const route = useHashRoute()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(route)
  const [rubricsVisited, setRubricsVisited] = useState(route === 'rubrics')

  useEffect(() => {
    // Two first requests side by side would become two owners. A failure is met again at the first click.
    siteClient.session().catch(() => {})
  }, [])

  useEffect(() => {
    document.title = route === 'resume' ? 'Offstage: resume to PDF' : `Offstage: ${titles[route]}`
    if (route === 'rubrics') setRubricsVisited(true)
    if (shown.current !== route) main.current?.focus()
    shown.current = route
  }, [route])

  return (
    <>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header className="masthead">
        <a className="wordmark" href="#/resume">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M21 5a11 11 0 0 0 0 22z" fill="currentColor" />
            <path d="M25 3v26" className="wordmark-edge" />
          </svg>
          Offstage
        </a>
        <nav aria-label="Areas">
          {Object.entries(titles).map(([name, title]) => (
            <a key={name} href={`#/${name}`} aria-current={name === route ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main ref={main} tabIndex={-1}>
        {/* Hidden, not unmounted: a job goes on being followed while the visitor is in the other area. */}
        <div className="area" hidden={route !== 'resume'}>
          <ExportPage />
        </div>
        {rubricsVisited && (
          <div className="area" hidden={route !== 'rubrics'}>
            <Suspense fallback={<p className="loading">Loading…</p>}>
              <RubricPage />
            </Suspense>
          </div>
        )}
      </main>
    </>
  )
}
