/** What the canary soak uses of the product, loaded as one so that it shares one pool of browsers. */
export { printPdf, sharedPool } from '../../netlify/pdf/print.ts'
export { renderResume } from '../../netlify/pdf/render/render-resume.ts'
export { exportPdfInput, templateIds } from '../../src/shared/export-pdf.ts'
