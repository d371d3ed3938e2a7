import type { JobError } from '../jobs/job-error.ts'
import { type JobHandle, type UseJobOptions, useJob } from '../jobs/use-job.ts'
import type { ExportPdfOutput, ExportPdfRequest } from '../shared/export-pdf.ts'
import type { CompletedJob, Job } from '../shared/job.ts'

export interface ExportPDFJob
  extends Pick<JobHandle<ExportPdfOutput>, 'phase' | 'retry' | 'lookAgain' | 'cancel' | 'reset'> {
  /**
   * Asks for the PDF of a resume and follows the job. Resolves to the finished job, whose
   * `output.downloadUrl` opens the file for five minutes; rejects with a `JobError` (`refused` with JSON
   * Pointers, `unreachable`, `timed-out`, `failed`, `cancelled`, …), which `error` shows as well, so the
   * promise may be ignored. Each call is a job of its own; a repeat after a lost answer is not.
   */
  startExport(input: ExportPdfRequest): Promise<CompletedJob<ExportPdfOutput>>
  /** True from the click until the job has ended or is no longer followed. */
  isExporting: boolean
  job: Job<ExportPdfOutput> | undefined
  error: JobError | undefined
}

/** The export of a resume as a PDF, for a component. Following stops when the component goes. */
export function useExportPDFJob(options?: UseJobOptions): ExportPDFJob {
  const { start, ...handle } = useJob<ExportPdfOutput>('export-pdf', options)
  return {
    ...handle,
    startExport: start,
    isExporting: handle.phase !== 'idle' && handle.phase !== 'ended',
  }
}
