import type { Config } from '@netlify/functions'
import { status } from '../handlers/status.ts'
import { extractRubric } from '../jobs/extract-rubric.ts'
import { siteServices } from '../site.ts'

export default status(extractRubric, siteServices)

export const config: Config = {
  path: ['/api/extract-rubric/:jobId', '/api/extract-rubric/:jobId/retry'],
  excludedPath: '/api/extract-rubric/batch',
}
