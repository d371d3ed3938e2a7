import type { Paper } from '../../src/shared/export-pdf.ts'
import type { JobWarning } from '../../src/shared/job.ts'

/** Where a document's fonts and pictures seem to come from. Nothing answers there but the printer's memory. */
export const DOCUMENT_ORIGIN = 'https://offstage.invalid/'

export interface PrintResource {
  body: Uint8Array
  contentType: string
}

/**
 * A document ready to print: all it needs and nothing it has to ask for. The printer answers requests for the
 * keys of `resources` (absolute URLs under `DOCUMENT_ORIGIN`) and refuses every other. Fonts are fetched with
 * CORS, so an answer carries `Access-Control-Allow-Origin: *`. Paper size and margins are in the document's
 * `@page` rule: print with `preferCSSPageSize`, no margins of the printer's own, and backgrounds.
 *
 * Tightening: templates start with `<html … style="--scale:1">`, once, and derive every length from
 * `--scale`. The printer may set it to anything from 0.55 to 1, in the text or on `documentElement.style`,
 * and count pages again. Type is clamped in CSS, so that no value makes it smaller than 9 pt. Documents
 * without `--scale` (themes) cannot be tightened.
 */
export interface PrintDocument {
  html: string
  resources: Map<string, PrintResource>
  paper: Paper
  landscape?: boolean
  /** BCP 47. */
  lang: string
  title: string
  author?: string
  subject?: string
  keywords?: string[]
  /** Files that the PDF carries. */
  attachments?: { name: string; contentType: string; bytes: Uint8Array }[]
  /** Found while rendering; the printer adds its own. */
  warnings: JobWarning[]
  /** The number of pages to tighten to. */
  fit?: number
}
