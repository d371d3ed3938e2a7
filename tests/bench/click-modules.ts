/** What the click-to-PDF benchmark uses of the product: the functions as they are, and the printing parts. */
export { sharedPool } from '../../netlify/pdf/print.ts'
export { renderResume } from '../../netlify/pdf/render/render-resume.ts'
export { exportPdfInput } from '../../src/shared/export-pdf.ts'
export { sampleResume } from './pdf-modules.ts'

export const functions = {
  session: () => import('../../netlify/functions/session.ts'),
  download: () => import('../../netlify/functions/download.ts'),
  'export-pdf-trigger': () => import('../../netlify/functions/export-pdf-trigger.ts'),
  'export-pdf-status': () => import('../../netlify/functions/export-pdf-status.ts'),
  'export-pdf-background': () => import('../../netlify/functions/export-pdf-background.ts'),
}
