import type { Config } from '@netlify/functions'
import { status } from '../handlers/status.ts'
import { extractRubricType } from '../jobs/extract-rubric-type.ts'
import { siteServices } from '../site.ts'

export default status(extractRubricType, siteServices)

export const config: Config = {
  path: ['/api/extract-rubric/:jobId', '/api/extract-rubric/:jobId/retry'],
  excludedPath: '/api/extract-rubric/batch',
}
