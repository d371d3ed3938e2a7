import type { ExtractRubricInput, ExtractRubricOutput } from '../../src/shared/extract-rubric.ts'
import { readConfig } from '../config.ts'
import type { AnswerCache } from '../files/answer-cache.ts'
import { type ModelSettings, modelSettingsFrom } from '../rubric/model/model-settings.ts'
import { sharedReader } from '../rubric/thread/extract-in-thread.ts'
import { defineJob, type JobDefinition } from './definition.ts'
import { extractRubricType } from './extract-rubric-type.ts'

// Its thread starts while the first job is being claimed.
sharedReader.warm()

/** What a site gives the job. */
export interface ExtractRubricSetup {
  /** Without one, the job works by rules, and pictures of text are refused. */
  model?: ModelSettings
}

/** Finds the rubrics of a document: reads, recognises and checks. `setup` is read once an attempt. */
export function extractRubricJob(
  setup: () => ExtractRubricSetup | Promise<ExtractRubricSetup>,
): JobDefinition<ExtractRubricInput, ExtractRubricOutput> {
  return defineJob<ExtractRubricInput, ExtractRubricOutput>({
    ...extractRubricType,
    async run({ input, signal, progress, cache, log }) {
      progress(10, 'validated')
      const { model: settings } = await setup()
      const model = settings && (await askingFrom(settings, signal, cache))
      const percent = { read: 40, recognised: 70, checked: 90 }
      const output = await sharedReader.extract(contentOf(input), {
        ...(input.fileName === undefined ? {} : { fileName: input.fileName }),
        signal,
        ...(model ? { model } : {}),
        onStage: (stage) => progress(percent[stage], stage),
      })
      const criteria = output.rubrics.reduce((sum, rubric) => sum + rubric.criteria.length, 0)
      const usage = model && (model.usage.calls > 0 || model.usage.cachedCells > 0) ? model.usage : undefined
      log('rubric-extracted', {
        format: output.format,
        rubrics: output.rubrics.length,
        criteria,
        ...(usage ? { calls: usage.calls, outputTokens: usage.outputTokens } : {}),
      })
      return { ...output, ...(usage ? { usage } : {}) }
    },
  })
}

/** The job as the site runs it. */
export const extractRubric = extractRubricJob(() => {
  const model = modelSettingsFrom(readConfig())
  return model ? { model } : {}
})

async function askingFrom(settings: ModelSettings, signal: AbortSignal, cache: AnswerCache | undefined) {
  const [{ modelFrom }, { askToRead }] = await Promise.all([
    import('../rubric/model/model.ts'),
    import('../rubric/model/ask-to-read.ts'),
  ])
  return askToRead(await modelFrom(settings), { signal, ...(cache ? { cache } : {}) })
}

/** The document's bytes. A larger upload will be fetched from the file store here. */
function contentOf(input: ExtractRubricInput): Uint8Array {
  return 'text' in input ? new TextEncoder().encode(input.text) : Buffer.from(input.contentBase64, 'base64')
}
