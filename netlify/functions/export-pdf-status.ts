import type { Config } from '@netlify/functions'
import { status } from '../handlers/status.ts'
import { exportPdf } from '../jobs/export-pdf.ts'
import { siteServices } from '../site.ts'

export default status(exportPdf, siteServices)

export const config: Config = {
  path: ['/api/export-pdf/:jobId', '/api/export-pdf/:jobId/retry'],
  excludedPath: '/api/export-pdf/batch',
}
