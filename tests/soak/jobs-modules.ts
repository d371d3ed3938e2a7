import type { Context } from '@netlify/functions'
import { background } from '../../netlify/handlers/background.ts'
import { exportPdf } from '../../netlify/jobs/export-pdf.ts'
import type { Log } from '../../netlify/log.ts'
import { sharedPool } from '../../netlify/pdf/print.ts'
import { siteServices } from '../../netlify/site.ts'
import { hurried } from './jobs-site.ts'

/** What a worker of the job soak runs, loaded as one so that it shares one pool of browsers. */
export const work = background(hurried(exportPdf), async (request, context: Context) => ({
  ...(await siteServices(request, context)),
  log: tell,
}))
export const close = () => sharedPool.close()

const tell: Log = (event) => process.stdout.write(`${event}\n`)
