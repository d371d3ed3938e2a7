import { background } from '../handlers/background.ts'
import { enhanceRubric } from '../jobs/enhance-rubric.ts'
import { siteServices } from '../site.ts'

export default background(enhanceRubric, siteServices)
