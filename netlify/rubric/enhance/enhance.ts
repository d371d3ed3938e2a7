import type {
  EnhanceAction,
  EnhanceRubricInput,
  EnhanceRubricOutput,
} from '../../../src/shared/enhance-rubric.ts'
import type { AnswerCache } from '../../files/answer-cache.ts'
import { NonRetryableError } from '../../jobs/errors.ts'
import type { ChosenModel } from '../model/model.ts'
import { enhanceByRules } from './rules/rules.ts'

export interface EnhanceOptions {
  signal: AbortSignal
  /** Without one, rules do what they can. */
  model?: ChosenModel
  /** Keeps a model's answers by their question; they are checked again like new ones. */
  cache?: AnswerCache
  /** Tokens that one job may use in all, questions and answers. Default 120,000. */
  tokenBudget?: number
  onProgress?(done: number, of: number): void
}

/** What only a language model can do. */
const NEEDS_MODEL: readonly EnhanceAction[] = ['translate']

/**
 * Makes proposals for a rubric. Numbers and order come from rules in either case; with a model, it writes the
 * texts.
 *
 * Throws `NonRetryableError` `MODEL_REQUIRED` when nothing that is asked for can be done without a model, and
 * what `askModel` throws.
 */
export async function enhance(
  input: EnhanceRubricInput,
  options: EnhanceOptions,
): Promise<EnhanceRubricOutput> {
  const { model } = options
  if (model) {
    const { enhanceByModel } = await import('./by-model.ts')
    return await enhanceByModel(input, { ...options, model })
  }
  const beyond = input.actions.filter((action) => NEEDS_MODEL.includes(action))
  if (beyond.length === input.actions.length) {
    throw new NonRetryableError({
      code: 'MODEL_REQUIRED',
      publicMessage:
        'Translating needs a language model, and this site has none set up. Set OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY, or ask for something that rules can do.',
    })
  }
  const { proposals, warnings } = enhanceByRules(input)
  for (const action of beyond) {
    warnings.push({
      code: 'MODEL_REQUIRED',
      message: `Rules cannot ${action}: that needs a language model, and this site has none set up. The rest was done.`,
    })
  }
  options.onProgress?.(1, 1)
  return { proposals, warnings, engine: 'rules' }
}
