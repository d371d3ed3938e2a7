import type { EnhanceRubricInput, EnhanceRubricOutput } from '../../src/shared/enhance-rubric.ts'
import { readConfig } from '../config.ts'
import { type ModelSettings, modelSettingsFrom } from '../rubric/model/model-settings.ts'
import { defineJob, type JobDefinition } from './definition.ts'
import { enhanceRubricType } from './enhance-rubric-type.ts'

/** What a site gives the job. */
export interface EnhanceRubricSetup {
  /** Without one, the job works by rules. */
  model?: ModelSettings
}

/** Makes proposals for a rubric's texts, order and arithmetic. `setup` is read once an attempt. */
export function enhanceRubricJob(
  setup: () => EnhanceRubricSetup | Promise<EnhanceRubricSetup>,
): JobDefinition<EnhanceRubricInput, EnhanceRubricOutput> {
  return defineJob<EnhanceRubricInput, EnhanceRubricOutput>({
    ...enhanceRubricType,
    async run({ input, signal, progress, cache, log }) {
      progress(5, 'validated')
      const [{ enhance }, { model: settings }] = await Promise.all([
        import('../rubric/enhance/enhance.ts'),
        setup(),
      ])
      const model = settings && (await (await import('../rubric/model/model.ts')).modelFrom(settings))
      progress(10, 'reading')
      const output = await enhance(input, {
        signal,
        ...(model ? { model } : {}),
        ...(cache ? { cache } : {}),
        onProgress: (done, of) => progress(10 + Math.round((85 * done) / Math.max(1, of)), 'proposing'),
      })
      log('rubric enhanced', {
        engine: output.engine,
        proposals: output.proposals.length,
        warnings: output.warnings.length,
        ...(output.usage ? { calls: output.usage.calls, outputTokens: output.usage.outputTokens } : {}),
      })
      progress(98, 'proposed')
      return output
    },
  })
}

/** The job as the site runs it. */
export const enhanceRubric = enhanceRubricJob(() => {
  const model = modelSettingsFrom(readConfig())
  return model ? { model } : {}
})
