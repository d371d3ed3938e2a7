import type { Picture } from './ask-model.ts'

/**
 * What a language model is asked while a document is read. Questions and answers are plain values, so that the
 * reading may happen in a thread that has neither keys nor a network.
 */
export interface ReadingModel {
  /** What stands in the picture of a page, block by block from top to bottom. */
  readPicture(picture: Picture): Promise<Reply<PictureBlock[]>>
  /** What the columns and rows of tables are that rules are in doubt about. */
  judgeTables(question: TableQuestion): Promise<Reply<TableJudgement[]>>
}

/** An answer, or why there is none. A cancelled job rejects instead. */
export type Reply<T> = { answer: T } | { problem: ModelProblem }

export interface ModelProblem {
  /** As `askModel` names them, and `TOKEN_BUDGET`, `MODEL_SLOW`. */
  code: string
  /** For the visitor. */
  message: string
  retryable: boolean
  retryAfterMs?: number
}

export interface PictureCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  text: string
}

export type PictureBlock =
  | { kind: 'heading' | 'paragraph' | 'list'; text: string }
  | { kind: 'table'; rows: number; columns: number; cells: PictureCell[] }

export const columnRoles = [
  'criterion',
  'description',
  'section',
  'points',
  'weight',
  'level',
  'drop',
] as const
export type ColumnRole = (typeof columnRoles)[number]

export const rowRoles = ['header', 'criterion', 'points', 'section', 'total', 'drop'] as const
export type RowRole = (typeof rowRoles)[number]

/** Tables with numbered cells. Texts are from the document and shortened: they are looked at, never answered. */
export interface TableQuestion {
  tables: {
    /** Numbered from 1. */
    table: number
    rows: number
    columns: number
    /** Rows and columns are numbered from 1, cells through all tables. */
    cells: { cell: number; row: number; column: number; rows: number; columns: number; text: string }[]
  }[]
}

/** What a model says of one table, by numbers alone. */
export interface TableJudgement {
  table: number
  isRubric: boolean
  /** It goes on from the table before it, as one rubric. */
  continues: boolean
  columns: Map<number, ColumnRole>
  rows: Map<number, RowRole>
}
