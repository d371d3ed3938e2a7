import { useEffect, useRef, useState } from 'react'
import { FileDrop } from '../app/file-drop.tsx'
import { ExportPanel } from './export-panel.tsx'
import { defaultSettings, type ExportSettings, exportInput } from './export-settings.ts'
import { loadPdfViewer, PdfPages } from './pdf-pages.tsx'
import { type LoadedResume, readResumeFile, type UnusableFile } from './resume-file.ts'
import { ResumeSheet } from './resume-sheet.tsx'
import { StyleOptions } from './style-options.tsx'
import { TemplatePicker } from './template-picker.tsx'
import { UnusableFileNotice } from './unusable-file-notice.tsx'
import { useExportPDFJob } from './use-export-pdf-job.ts'
import { usePdfFile } from './use-pdf-file.ts'
import { Welcome } from './welcome.tsx'

/** From a resume file to its PDF. */
export function ExportPage() {
  const [loaded, setLoaded] = useState<LoadedResume>()
  const [problem, setProblem] = useState<UnusableFile>()
  const [settings, setSettings] = useState<ExportSettings>(() => defaultSettings(navigator.languages))

  async function open(file: File) {
    const result = await readResumeFile(file)
    if ('problem' in result) return setProblem(result.problem)
    setProblem(undefined)
    setLoaded(result.loaded)
  }

  async function openSample() {
    const { sampleResume } = await import('./sample.ts')
    setProblem(undefined)
    setLoaded({ resume: sampleResume, name: 'Sample resume', from: 'sample' })
  }

  if (loaded === undefined) return <Welcome onFile={open} onSample={openSample} problem={problem} />
  return (
    <Workspace
      loaded={loaded}
      problem={problem}
      settings={settings}
      onSettings={setSettings}
      onFile={open}
      onClose={() => {
        setLoaded(undefined)
        setProblem(undefined)
      }}
    />
  )
}

interface WorkspaceProps {
  loaded: LoadedResume
  problem: UnusableFile | undefined
  settings: ExportSettings
  onSettings: (settings: ExportSettings) => void
  onFile: (file: File) => void
  onClose: () => void
}

function Workspace({ loaded, problem, settings, onSettings, onFile, onClose }: WorkspaceProps) {
  const { resume } = loaded
  const exporting = useExportPDFJob()
  const file = usePdfFile(exporting.job)
  /** What the last export was made from. */
  const [exported, setExported] = useState<{ resume: unknown; settings: ExportSettings }>()
  const [view, setView] = useState<'preview' | 'pdf'>('preview')
  const heading = useRef<HTMLHeadingElement>(null)
  const stage = useRef<HTMLElement>(null)
  const changed = exported?.resume !== resume || exported.settings !== settings

  useEffect(() => heading.current?.focus(), [])
  useEffect(() => {
    setView(file.bytes ? 'pdf' : 'preview')
    if (file.bytes === undefined) return
    stage.current?.scrollTo({ top: 0 })
    // On a narrow screen the sheets stand below the controls.
    if (matchMedia('(max-width: 54rem)').matches) stage.current?.scrollIntoView()
  }, [file.bytes])

  function change(next: ExportSettings) {
    onSettings(next)
    setView('preview')
  }

  function startExport() {
    setExported({ resume, settings })
    void exporting.startExport(exportInput(resume, settings))
    loadPdfViewer().catch(() => {})
  }

  return (
    <div className="workspace">
      <div className="controls">
        <div className="controls-scroll">
          <section className="source">
            <h1 ref={heading} tabIndex={-1}>
              {String(resume.basics?.name ?? '') || 'Your resume'}
            </h1>
            <p className="source-file">{sourceText(loaded)}</p>
            <FileDrop
              className="source-drop"
              accept=".json,.pdf,application/json,application/pdf"
              label="Another file"
              buttonClass="button button-quiet button-small"
              onFile={onFile}
            >
              <button type="button" className="button button-quiet button-small" onClick={onClose}>
                Close
              </button>
            </FileDrop>
            {problem && <UnusableFileNotice problem={problem} />}
          </section>
          <TemplatePicker
            resume={resume}
            settings={settings}
            onPick={(template) => change({ ...settings, template, options: {} })}
          />
          <StyleOptions settings={settings} onChange={change} />
        </div>
        <ExportPanel exporting={exporting} file={file} changed={changed} onExport={startExport} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className="stage" ref={stage} aria-label={view === 'pdf' ? 'PDF' : 'Preview'} tabIndex={0}>
        <div className="stage-bar">
          <fieldset className="segments" disabled={file.bytes === undefined}>
            <legend className="visually-hidden">Show</legend>
            {(['preview', 'pdf'] as const).map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="view"
                  value={each}
                  checked={view === each}
                  onChange={() => setView(each)}
                />
                <span>{each === 'pdf' ? 'PDF' : 'Preview'}</span>
              </label>
            ))}
          </fieldset>
        </div>
        <div className="stage-sheets">
          {view === 'pdf' && file.bytes ? (
            <PdfPages
              bytes={file.bytes}
              label={`PDF of ${String(resume.basics?.name ?? '') || 'your resume'}`}
            />
          ) : (
            <ResumeSheet resume={resume} settings={settings} />
          )}
        </div>
      </section>
    </div>
  )
}

function sourceText({ name, from, resume }: LoadedResume): string {
  const entries = [
    count(resume.work?.length, 'job', 'jobs'),
    count(resume.education?.length, 'school', 'schools'),
    count(resume.projects?.length, 'project', 'projects'),
  ].filter((part) => part !== undefined)
  const origin = from === 'pdf' ? `read back from ${name}` : name
  return [origin, ...entries].join(' · ')
}

function count(number: number | undefined, one: string, many: string): string | undefined {
  if (!number) return undefined
  return `${number} ${number === 1 ? one : many}`
}
