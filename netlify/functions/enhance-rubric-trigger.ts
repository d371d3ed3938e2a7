import type { Config } from '@netlify/functions'
import { trigger } from '../handlers/trigger.ts'
import { enhanceRubricType } from '../jobs/enhance-rubric-type.ts'
import { siteServices } from '../site.ts'

export default trigger(enhanceRubricType, siteServices)

export const config: Config = {
  path: ['/api/enhance-rubric', '/api/enhance-rubric/batch'],
  rateLimit: { windowLimit: 60, windowSize: 60, aggregateBy: ['ip', 'domain'] },
}
