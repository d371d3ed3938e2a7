import type { Config } from '@netlify/functions'
import { health } from '../handlers/health.ts'
import { browserHealth } from '../pdf/browser-health.ts'
import { siteServices } from '../site.ts'

export default health(siteServices, { browser: browserHealth })

export const config: Config = { path: '/api/health' }
