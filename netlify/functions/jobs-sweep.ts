import type { Config } from '@netlify/functions'
import { sweep } from '../handlers/sweep.ts'
import { siteServices } from '../site.ts'

export default sweep(siteServices)

export const config: Config = { schedule: '* * * * *' }
