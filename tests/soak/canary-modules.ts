/** What the canary soak uses of the product, loaded as one so that it shares one pool of browsers. */
export { exportPdf } from '../../netlify/jobs/export-pdf.ts'
export { printPdf, sharedPool } from '../../netlify/pdf/print.ts'
export { exportPdfInput, templateIds } from '../../src/shared/export-pdf.ts'
