import { browserPool } from '../../netlify/pdf/browser-pool.ts'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { printPdf } from '../../netlify/pdf/print.ts'
import { loadDocument } from './cold-document.ts'

/** From nothing to a PDF as a deployed function does it: the pack comes from the Blobs store. */
const pool = browserPool({ find: () => findChromium({ packageBin: null }) })
pool.warm()
const document = await loadDocument(process.argv[2] ?? '')
const { pages } = await printPdf(document, { pool: { ...pool, warm() {} } })
process.stdout.write(`${pages}`)
await pool.close()
