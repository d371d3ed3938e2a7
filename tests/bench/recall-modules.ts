/** What the recall table needs of the product, bundled because templates are JSX. */
export { printPdf, sharedPool } from '../../netlify/pdf/print.ts'
export { renderResume } from '../../netlify/pdf/render/render-resume.ts'
export { exportPdfInput, templateIds } from '../../src/shared/export-pdf.ts'
export { resumeIn, resumeNames } from '../templates/inputs.ts'
export * from '../templates/recall.ts'
