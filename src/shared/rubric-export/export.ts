import type { Rubric } from '../rubric.ts'
import { checkCanvasCsv, writeCanvasCsv } from './canvas-csv.ts'
import { checkCaseJson, writeCaseJson } from './case-json.ts'
import { checkClassroomJson, writeClassroomJson } from './classroom-json.ts'
import type { Loss } from './loss.ts'
import { checkMarkdown, writeMarkdown } from './markdown.ts'
import { checkMoodleXml, writeMoodleXml } from './moodle-xml.ts'
import { checkRubricJson, writeRubricJson } from './rubric-json.ts'
import { fileNameOf } from './text.ts'
import { checkTurnitinXlsx, writeTurnitinXlsx } from './turnitin-xlsx.ts'

export const EXPORT_FORMATS = [
  'canvas-csv',
  'classroom-json',
  'moodle-xml',
  'turnitin-xlsx',
  'case-json',
  'markdown',
  'json',
] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

interface FormatInfo {
  format: ExportFormat
  /** For the page's list. */
  label: string
  extension: string
  contentType: string
}

/** In the order of the page's list. */
export const exportFormats: readonly FormatInfo[] = [
  { format: 'canvas-csv', label: 'Canvas (CSV)', extension: 'csv', contentType: 'text/csv; charset=utf-8' },
  {
    format: 'classroom-json',
    label: 'Google Classroom (JSON)',
    extension: 'classroom.json',
    contentType: 'application/json',
  },
  { format: 'moodle-xml', label: 'Moodle (XML)', extension: 'xml', contentType: 'application/xml' },
  {
    format: 'turnitin-xlsx',
    label: 'Turnitin (Excel)',
    extension: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  {
    format: 'case-json',
    label: '1EdTech CASE (JSON)',
    extension: 'case.json',
    contentType: 'application/json',
  },
  { format: 'markdown', label: 'Markdown', extension: 'md', contentType: 'text/markdown; charset=utf-8' },
  { format: 'json', label: 'JSON', extension: 'json', contentType: 'application/json' },
]

const writers: Record<
  ExportFormat,
  {
    write(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] }
    check(bytes: Uint8Array): string[]
  }
> = {
  'canvas-csv': { write: writeCanvasCsv, check: checkCanvasCsv },
  'classroom-json': { write: (rubric) => writeClassroomJson(rubric), check: checkClassroomJson },
  'moodle-xml': { write: writeMoodleXml, check: checkMoodleXml },
  'turnitin-xlsx': { write: writeTurnitinXlsx, check: checkTurnitinXlsx },
  'case-json': { write: (rubric) => writeCaseJson(rubric), check: checkCaseJson },
  markdown: { write: writeMarkdown, check: checkMarkdown },
  json: { write: writeRubricJson, check: checkRubricJson },
}

export interface RubricExport {
  fileName: string
  contentType: string
  bytes: Uint8Array<ArrayBuffer>
  /** What the file does not hold as the rubric has it: to be shown before the download. */
  losses: Loss[]
}

/** The target cannot take the rubric at all; `message` says why, `problems` lists everything. */
export class RubricExportError extends Error {
  override readonly name = 'RubricExportError'
  readonly problems: readonly string[]

  constructor(label: string, problems: readonly string[]) {
    super(`${label} cannot take this rubric: ${problems.slice(0, 3).join(' ')}`)
    this.problems = problems
  }
}

/**
 * Writes the rubric for a learning management system and checks the file against that system's rules. Throws
 * `RubricExportError` for a rubric that no file can carry there, such as one without criteria.
 */
export function exportRubric(rubric: Rubric, format: ExportFormat): RubricExport {
  const { write, check } = writers[format]
  const about = exportFormats.find((each) => each.format === format)
  if (!about) throw new TypeError(`No such export format: ${format}`)
  if (rubric.criteria.length === 0) throw new RubricExportError(about.label, ['It has no criteria.'])
  const { bytes, losses } = write(rubric)
  const problems = check(bytes)
  if (problems.length > 0) throw new RubricExportError(about.label, problems)
  return {
    fileName: fileNameOf(rubric.title, about.extension),
    contentType: about.contentType,
    bytes,
    losses,
  }
}

/** Checks a file against the rules of its target; nothing when it is right. Throws on what is not that format. */
export function checkExport(bytes: Uint8Array, format: ExportFormat): string[] {
  return writers[format].check(bytes)
}
