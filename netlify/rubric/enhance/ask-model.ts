import {
  generateText,
  type LanguageModelUsage,
  NoObjectGeneratedError,
  NoOutputGeneratedError,
  Output,
} from 'ai'
import { z } from 'zod'
import { NonRetryableError } from '../../jobs/errors.ts'
import type { EnhanceModel } from './model.ts'
import { modelFailure } from './model-failure.ts'

// No limits in the schema: providers differ in which they take. `checkAnswer` has them.
const answers = z.object({
  cells: z.array(z.object({ id: z.string(), text: z.string(), reason: z.string() })),
})
export type Answer = z.infer<typeof answers>['cells'][number]

export interface Asked {
  answers: Answer[]
  calls: number
  inputTokens: number
  outputTokens: number
}

export interface AskOptions {
  signal: AbortSignal
  maxOutputTokens: number
  /** The ids that an answer must be about. */
  ids: ReadonlySet<string>
}

/**
 * Asks a model once, and once more when its answer does not fit the schema or is about nothing that was asked.
 * It has no tools and only its text comes back.
 *
 * Throws `RetryableError` `MODEL_BUSY`, `MODEL_UNAVAILABLE`, `MODEL_UNREACHABLE`, and `NonRetryableError`
 * `MODEL_REFUSED`, `MODEL_OUTPUT_BROKEN`, `MODEL_KEY_REFUSED`, `MODEL_REQUEST_REFUSED`.
 */
export async function askModel(
  { language }: EnhanceModel,
  { system, prompt }: { system: string; prompt: string },
  { signal, maxOutputTokens, ids }: AskOptions,
): Promise<Asked> {
  const asked: Asked = { answers: [], calls: 0, inputTokens: 0, outputTokens: 0 }
  const count = (usage: LanguageModelUsage | undefined) => {
    asked.inputTokens += usage?.inputTokens ?? 0
    asked.outputTokens += usage?.outputTokens ?? 0
  }
  let broken: unknown
  for (const repair of [false, true]) {
    signal.throwIfAborted()
    asked.calls += 1
    let counted = false
    try {
      const result = await generateText({
        model: language,
        instructions: system,
        prompt: repair ? `${prompt}\n\n${REPAIR}` : prompt,
        output: Output.object({ schema: answers, name: 'cells' }),
        maxOutputTokens,
        // Editing a cell needs little thought. By default the SDK would also ask for a summary of it, which
        // OpenAI refuses to organisations that it has not verified.
        providerOptions: { openai: { reasoningEffort: 'low', reasoningSummary: null } },
        // The engine retries, and knows about Retry-After and cancelled jobs.
        maxRetries: 0,
        abortSignal: signal,
      })
      count(result.usage)
      counted = true
      if (result.finishReason === 'content-filter') throw refused(result.rawFinishReason)
      // Throws when the answer does not fit the schema.
      asked.answers = result.output.cells.filter(({ id }) => ids.has(id))
      if (asked.answers.length > 0) return asked
      broken = new Error('The answer names none of the cells that were asked about')
    } catch (error) {
      if (error instanceof NonRetryableError) throw error
      if (!isBroken(error)) throw modelFailure(error, signal)
      if (signal.aborted) throw signal.reason
      if (NoObjectGeneratedError.isInstance(error)) {
        if (!counted) count(error.usage)
        if (error.finishReason === 'content-filter') throw refused(error)
      }
      broken = error
    }
  }
  throw new NonRetryableError({
    code: 'MODEL_OUTPUT_BROKEN',
    publicMessage:
      'The language model’s answer could not be used, twice. Ask for less at once, or for what rules can do.',
    cause: broken,
  })
}

const REPAIR =
  'Your last answer was not JSON of the asked form, or named none of the ids. Answer again with {"cells":[{"id","text","reason"}]} and nothing else.'

function isBroken(error: unknown): boolean {
  return NoObjectGeneratedError.isInstance(error) || NoOutputGeneratedError.isInstance(error)
}

function refused(cause: unknown): NonRetryableError {
  return new NonRetryableError({
    code: 'MODEL_REFUSED',
    publicMessage:
      'The language model refused to work on this text. Change the text, or ask for what rules can do.',
    cause,
  })
}
