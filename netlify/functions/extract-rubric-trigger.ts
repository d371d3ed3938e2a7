import type { Config } from '@netlify/functions'
import { trigger } from '../handlers/trigger.ts'
import { extractRubric } from '../jobs/extract-rubric.ts'
import { siteServices } from '../site.ts'

export default trigger(extractRubric, siteServices)

export const config: Config = { path: ['/api/extract-rubric', '/api/extract-rubric/batch'] }
