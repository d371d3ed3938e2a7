import type { Config } from '@netlify/functions'
import { status } from '../handlers/status.ts'
import { enhanceRubricType } from '../jobs/enhance-rubric-type.ts'
import { siteServices } from '../site.ts'

export default status(enhanceRubricType, siteServices)

export const config: Config = {
  path: ['/api/enhance-rubric/:jobId', '/api/enhance-rubric/:jobId/retry'],
  excludedPath: '/api/enhance-rubric/batch',
}
