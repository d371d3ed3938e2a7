import type { Config } from '@netlify/functions'
import { download } from '../handlers/download.ts'
import { siteServices } from '../site.ts'

export default download(siteServices)

export const config: Config = { path: '/api/files/:fileId' }
