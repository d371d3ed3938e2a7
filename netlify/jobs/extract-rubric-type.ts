import { type ExtractRubricInput, extractRubricInput } from '../../src/shared/extract-rubric.ts'
import { describeJob } from './definition.ts'

/** Finds the rubrics in an uploaded document or a pasted text. */
export const extractRubricType = describeJob<ExtractRubricInput>({
  type: 'extract-rubric',
  input: extractRubricInput,
  // 4 MB of file as base64, and its name.
  maxInputBytes: 5_400_000,
  // A language model may have 20 pictures of pages to read, for which it gets 4 minutes.
  attemptTimeoutMs: 300_000,
  retry: { maxAttempts: 3, immediateFor: ['READER_CRASHED', 'MODEL_UNREACHABLE'] },
  async read(request) {
    const { readRubricUpload } = await import('../rubric/upload.ts')
    return readRubricUpload(request)
  },
})
