import { background } from '../handlers/background.ts'
import { exportPdf } from '../jobs/export-pdf.ts'
import { siteServices } from '../site.ts'

export default background(exportPdf, siteServices)
