import type { Config } from '@netlify/functions'
import { status } from '../handlers/status.ts'
import { enhanceRubric } from '../jobs/enhance-rubric.ts'
import { siteServices } from '../site.ts'

export default status(enhanceRubric, siteServices)

export const config: Config = {
  path: ['/api/enhance-rubric/:jobId', '/api/enhance-rubric/:jobId/retry'],
  excludedPath: '/api/enhance-rubric/batch',
}
