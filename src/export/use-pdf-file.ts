import { useEffect, useState } from 'react'
import type { JobClient } from '../jobs/job-client.ts'
import { siteClient } from '../jobs/use-job.ts'
import type { ExportPdfOutput } from '../shared/export-pdf.ts'
import type { Job } from '../shared/job.ts'

export interface PdfFile {
  bytes: Uint8Array<ArrayBuffer> | undefined
  /** Opens the bytes; lasts as long as the page, unlike the signed link. */
  url: string | undefined
  error: string | undefined
  again: () => void
}

/** Fetches the file of a finished export, once. */
export function usePdfFile(job: Job<ExportPdfOutput> | undefined, client: JobClient = siteClient): PdfFile {
  const link = job?.status === 'completed' ? job.output.downloadUrl : undefined
  const jobId = job?.jobId
  const [tries, setTries] = useState(0)
  const [result, setResult] = useState<Omit<PdfFile, 'again'>>(nothing)

  useEffect(() => {
    setResult(nothing)
    if (link === undefined || jobId === undefined) return
    const stop = new AbortController()
    let url: string | undefined
    fresh(client, jobId, link, tries > 0, stop.signal)
      .then((address) => client.file(address, { signal: stop.signal }))
      .then(
        (bytes) => {
          if (stop.signal.aborted) return
          url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
          setResult({ bytes, url, error: undefined })
        },
        () => {
          if (stop.signal.aborted) return
          setResult({ ...nothing, error: 'The PDF is made, but it could not be fetched.' })
        },
      )
    return () => {
      stop.abort()
      if (url !== undefined) URL.revokeObjectURL(url)
    }
  }, [link, jobId, tries, client])

  return { ...result, again: () => setTries((count) => count + 1) }
}

const nothing = { bytes: undefined, url: undefined, error: undefined }

/** The link itself; on a later try a new one, as links last five minutes. */
async function fresh(
  client: JobClient,
  jobId: string,
  link: string,
  again: boolean,
  signal: AbortSignal,
): Promise<string> {
  if (!again) return link
  const { job } = await client.status<ExportPdfOutput>(`/api/export-pdf/${jobId}`, { signal })
  return (job?.status === 'completed' && job.output.downloadUrl) || link
}
