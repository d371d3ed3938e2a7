import { type EnhanceRubricInput, enhanceRubricInput } from '../../src/shared/enhance-rubric.ts'
import { describeJob } from './definition.ts'

/** Makes proposals for a rubric's texts, order and arithmetic. */
export const enhanceRubricType = describeJob<EnhanceRubricInput>({
  type: 'enhance-rubric',
  input: enhanceRubricInput,
  // 200 criteria of 30 levels fit several times over.
  maxInputBytes: 2_000_000,
  attemptTimeoutMs: 300_000,
  retry: { maxAttempts: 3, immediateFor: ['MODEL_UNREACHABLE'] },
})
