import type { Config } from '@netlify/functions'
import { trigger } from '../handlers/trigger.ts'
import { exportPdf } from '../jobs/export-pdf.ts'
import { siteServices } from '../site.ts'

export default trigger(exportPdf, siteServices)

export const config: Config = {
  path: ['/api/export-pdf', '/api/export-pdf/batch'],
  rateLimit: { windowLimit: 60, windowSize: 60, aggregateBy: ['ip', 'domain'] },
}
