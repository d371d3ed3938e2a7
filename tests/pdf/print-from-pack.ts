import { launch } from '../../netlify/pdf/browser.ts'
import { browserPool } from '../../netlify/pdf/browser-pool.ts'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { printPdf } from '../../netlify/pdf/print.ts'
import { documentOf } from './documents.ts'

/** Prints as a deployed function does: no npm package, the pack from the deploy's Blobs store. */
const [temp = ''] = process.argv.slice(2)
const pool = browserPool({
  find: () => findChromium({ packageBin: null, temp }),
  launch: (chromium) => launch(chromium, { temp }),
})
const { pages } = await printPdf(documentOf('<p>Hello</p>'), { pool })
await pool.close()
process.stdout.write(`${pages} page`)
