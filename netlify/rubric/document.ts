import type { JobWarning } from '../../src/shared/job.ts'
import type { SourceRef } from '../../src/shared/rubric.ts'

/**
 * What every reader (PDF, DOCX, XLSX, CSV, Markdown, HTML, …) turns its file into, and what the recognition of
 * rubrics starts from: text blocks and tables in reading order, each knowing where it came from.
 */

export interface TableCell {
  row: number
  column: number
  /** At least 1. A merged cell is one cell that spans; the cells it covers are absent. */
  rowSpan: number
  columnSpan: number
  /** Lines joined by `\n`; bullets keep their own line. Empty cells are absent or have an empty text. */
  text: string
  bold?: boolean
  /** The beginning of `text` that is bold in front of text that is not: a name over what is said about it. */
  lead?: string
  source: SourceRef
}

export interface TableBlock {
  kind: 'table'
  rows: number
  columns: number
  cells: TableCell[]
  /** How many rows at the top are known to be a header (marked up as such or repeated on each page). */
  headerRows?: number
  /** The sheet's or table's own name, where the format has one. */
  name?: string
  source: SourceRef
}

export interface TextBlock {
  kind: 'text'
  text: string
  /** 1 to 6 for a heading, where the format or the type size says so. */
  heading?: number
  /** Nesting depth from 0 for a list item. */
  listDepth?: number
  source: SourceRef
}

export type Block = TableBlock | TextBlock

export interface DocumentContent {
  format:
    | 'pdf'
    | 'picture'
    | 'docx'
    | 'xlsx'
    | 'csv'
    | 'markdown'
    | 'html'
    | 'moodle-xml'
    | 'canvas-csv'
    | 'text'
  title?: string
  blocks: Block[]
  /** Hidden text that was dropped, repaired quoting, … */
  warnings: JobWarning[]
  /** Every page holds hardly any text beside pictures that were not read. */
  isPictures?: true
}
