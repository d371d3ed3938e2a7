import type { ExportPdfInput } from '../../../src/shared/export-pdf.ts'
import type { ResumeView } from '../../../src/templates/view.ts'
import type { PrintDocument } from '../print-document.ts'

export async function renderTheme(
  _input: ExportPdfInput,
  _view: ResumeView,
): Promise<Pick<PrintDocument, 'html' | 'resources' | 'warnings'>> {
  throw new Error('Themes are not there yet')
}
