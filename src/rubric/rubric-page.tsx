import './rubric.css'
import './rubric-table.css'
import './panels.css'
import { useEffect, useState } from 'react'
import { JobErrorNotice } from '../jobs/job-error-notice.tsx'
import { JobProgress } from '../jobs/job-progress.tsx'
import { useJob } from '../jobs/use-job.ts'
import type { EnhanceRubricOutput } from '../shared/enhance-rubric.ts'
import type { ExportPdfOutput } from '../shared/export-pdf.ts'
import { type ExtractRubricOutput, MAX_RUBRIC_FILE_BYTES } from '../shared/extract-rubric.ts'
import { RubricWelcome } from './rubric-welcome.tsx'
import { RubricWorkspace } from './rubric-workspace.tsx'
import { loadWork, type SavedWork, saveWork } from './saved-work.ts'

const extractStages = {
  queued: 'Waiting for its turn',
  validated: 'Opening the document',
  read: 'Reading the text',
  recognised: 'Finding the rubric',
  checked: 'Checking the numbers',
  done: 'Done',
}

/** From a document with a rubric to a table that can be edited, improved and taken elsewhere. */
export function RubricPage() {
  const extracting = useJob<ExtractRubricOutput>('extract-rubric')
  const enhancing = useJob<EnhanceRubricOutput>('enhance-rubric')
  const printing = useJob<ExportPdfOutput>('export-pdf')
  const [opened, setOpened] = useState<SavedWork | undefined>(loadWork)
  const [name, setName] = useState('')
  const [tooLarge, setTooLarge] = useState(false)
  const { phase, job, error } = extracting
  const busy = phase !== 'idle' && phase !== 'ended'
  const unusable = error?.kind === 'failed' && !error.retryable

  function open(file: File) {
    setTooLarge(file.size > MAX_RUBRIC_FILE_BYTES)
    if (file.size > MAX_RUBRIC_FILE_BYTES) return extracting.reset()
    const form = new FormData()
    form.set('file', file, file.name)
    setName(file.name)
    void extracting.start(form)
  }

  function openText(text: string) {
    setName('Pasted text')
    setTooLarge(false)
    void extracting.start({ text })
  }

  useEffect(() => {
    if (job?.status !== 'completed') return
    setOpened({ name, extracted: job.output, work: { rubrics: job.output.rubrics, current: 0 } })
    window.scrollTo({ top: 0 })
  }, [job, name])

  if (opened !== undefined) {
    return (
      <RubricWorkspace
        saved={opened}
        enhancing={enhancing}
        printing={printing}
        onClose={() => {
          for (const each of [extracting, enhancing, printing]) each.reset()
          saveWork(undefined)
          setOpened(undefined)
        }}
      />
    )
  }
  return (
    <RubricWelcome onFile={open} onText={openText} busy={busy}>
      {busy ? (
        <div className="notice">
          <p className="quiet">{name}</p>
          <JobProgress phase={phase} job={job} stages={extractStages} onCancel={extracting.cancel} />
        </div>
      ) : tooLarge ? (
        <p className="notice notice-fault" role="alert">
          The document is larger than 4 MB. Save only the pages with the rubric, and choose that file.
        </p>
      ) : error ? (
        <JobErrorNotice
          error={error}
          // The same document would fail the same way.
          title={unusable ? 'This document cannot be used' : undefined}
          onRetry={unusable ? undefined : () => void extracting.retry()}
          onLookAgain={() => void extracting.lookAgain()}
          onCancel={extracting.cancel}
        />
      ) : undefined}
    </RubricWelcome>
  )
}
