import type { ExtractRubricInput, ExtractRubricOutput } from '../../src/shared/extract-rubric.ts'
import { sharedReader } from '../rubric/thread/extract-in-thread.ts'
import { defineJob } from './definition.ts'
import { extractRubricType } from './extract-rubric-type.ts'

// Its thread starts while the first job is being claimed.
sharedReader.warm()

/** The work of `extractRubricType`: reads, recognises and checks. */
export const extractRubric = defineJob<ExtractRubricInput, ExtractRubricOutput>({
  ...extractRubricType,
  async run({ input, signal, progress, log }) {
    progress(10, 'validated')
    const percent = { read: 40, recognised: 70, checked: 90 }
    const output = await sharedReader.extract(contentOf(input), {
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
