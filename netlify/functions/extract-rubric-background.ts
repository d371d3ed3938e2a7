import { background } from '../handlers/background.ts'
import { extractRubric } from '../jobs/extract-rubric.ts'
import { siteServices } from '../site.ts'

export default background(extractRubric, siteServices)
