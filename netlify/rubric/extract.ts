import type { ExtractRubricOutput } from '../../src/shared/extract-rubric.ts'
import { MAX_PREVIEW } from '../../src/shared/extract-rubric.ts'
import { auditRubric } from './audit.ts'
import { previewOf } from './preview.ts'
import { readDocument } from './read/read-document.ts'
import { recogniseRubrics } from './recognise/recognise.ts'

export interface ExtractOptions {
  /** Helps to tell kinds of plain text apart, and says that a rubric is meant where it says "rubric". */
  fileName?: string
  signal?: AbortSignal
  onStage?: (stage: 'read' | 'recognised' | 'checked') => void
}

/**
 * Reads a document and finds its rubrics, with the warnings of reading and of the audit.
 *
 * @throws NonRetryableError EMPTY_FILE, CORRUPT_FILE, PASSWORD_PROTECTED, UNSUPPORTED_TYPE, TOO_LARGE,
 *   TOO_MANY_PAGES, TOO_COMPLEX, NO_TEXT_LAYER, NOT_A_RUBRIC
 */
export async function extractRubrics(
  bytes: Uint8Array,
  options: ExtractOptions = {},
): Promise<ExtractRubricOutput> {
  const { signal, onStage } = options
  const content = await readDocument(bytes, {
    ...(options.fileName === undefined ? {} : { fileName: options.fileName }),
    ...(signal ? { signal } : {}),
  })
  onStage?.('read')
  const found = recogniseRubrics(content, signal, options.fileName)
  onStage?.('recognised')
  const rubrics = found.map((rubric) => ({
    ...rubric,
    warnings: [...rubric.warnings, ...auditRubric(rubric)],
  }))
  signal?.throwIfAborted()
  onStage?.('checked')
  return {
    rubrics,
    format: content.format,
    ...previewOf(content, MAX_PREVIEW),
    ...(content.warnings.length > 0 ? { warnings: content.warnings } : {}),
  }
}
