import {
  type ExtractRubricInput,
  type ExtractRubricOutput,
  extractRubricInput,
} from '../../src/shared/extract-rubric.ts'
import { defineJob } from './definition.ts'

/** Finds the rubrics in an uploaded document or a pasted text. */
export const extractRubric = defineJob<ExtractRubricInput, ExtractRubricOutput>({
  type: 'extract-rubric',
  input: extractRubricInput,
  // 4 MB of file as base64, and its name.
  maxInputBytes: 5_400_000,
  attemptTimeoutMs: 90_000,
  retry: { maxAttempts: 3, immediateFor: ['READER_CRASHED'] },
  async read(request) {
    const { readRubricUpload } = await import('../rubric/upload.ts')
    return readRubricUpload(request)
  },
  async run({ input, signal, progress, log }) {
    progress(10, 'validated')
    const { extractRubrics } = await import('../rubric/extract.ts')
    const percent = { read: 40, recognised: 70, checked: 90 }
    const output = await extractRubrics(contentOf(input), {
      ...(input.fileName === undefined ? {} : { fileName: input.fileName }),
      signal,
      onStage: (stage) => progress(percent[stage], stage),
    })
    const criteria = output.rubrics.reduce((sum, rubric) => sum + rubric.criteria.length, 0)
    log('rubric-extracted', { format: output.format, rubrics: output.rubrics.length, criteria })
    return output
  },
})

/** The document's bytes. A larger upload will be fetched from the file store here. */
function contentOf(input: ExtractRubricInput): Uint8Array {
  return 'text' in input ? new TextEncoder().encode(input.text) : Buffer.from(input.contentBase64, 'base64')
}
