import type { Config } from '@netlify/functions'
import { trigger } from '../handlers/trigger.ts'
import { extractRubricType } from '../jobs/extract-rubric-type.ts'
import { siteServices } from '../site.ts'

export default trigger(extractRubricType, siteServices)

export const config: Config = { path: ['/api/extract-rubric', '/api/extract-rubric/batch'] }
