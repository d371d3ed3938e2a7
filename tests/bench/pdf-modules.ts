import { readFile } from 'node:fs/promises'

/** What the PDF benchmarks use of the product, loaded as one so that they share one pool of browsers. */
export { exportPdf } from '../../netlify/jobs/export-pdf.ts'
export { printPdf, sharedPool } from '../../netlify/pdf/print.ts'
export { renderResume } from '../../netlify/pdf/render/render-resume.ts'
export { exportPdfInput } from '../../src/shared/export-pdf.ts'

/** The sample resume; `times` repeats its work history. */
export async function sampleResume(times = 1): Promise<Record<string, unknown>> {
  const resume = JSON.parse(await readFile('src/templates/sample-resume.json', 'utf8'))
  resume.work = Array.from({ length: times }, () => resume.work).flat()
  return resume
}
