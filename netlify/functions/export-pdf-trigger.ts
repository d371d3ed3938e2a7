import type { Config } from '@netlify/functions'
import { trigger } from '../handlers/trigger.ts'
import { exportPdfType } from '../jobs/export-pdf-type.ts'
import { siteServices } from '../site.ts'

export default trigger(exportPdfType, siteServices)

export const config: Config = {
  path: ['/api/export-pdf', '/api/export-pdf/batch'],
  rateLimit: { windowLimit: 60, windowSize: 60, aggregateBy: ['ip', 'domain'] },
}
