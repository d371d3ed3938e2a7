import type { Config } from '@netlify/functions'
import { session } from '../handlers/session.ts'
import { siteServices } from '../site.ts'

export default session(siteServices)

export const config: Config = { path: '/api/session' }
