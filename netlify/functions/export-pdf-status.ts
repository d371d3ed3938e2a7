import type { Config } from '@netlify/functions'
import { status } from '../handlers/status.ts'
import { exportPdfType } from '../jobs/export-pdf-type.ts'
import { siteServices } from '../site.ts'

export default status(exportPdfType, siteServices)

export const config: Config = {
  path: ['/api/export-pdf/:jobId', '/api/export-pdf/:jobId/retry'],
  excludedPath: '/api/export-pdf/batch',
}
