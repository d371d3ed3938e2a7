export type ModelProvider = 'openai' | 'anthropic' | 'google'

/** Which language model to ask, as plain values. */
export interface ModelSettings {
  provider: ModelProvider
  apiKey: string
  /** As the provider's own client takes it; Netlify AI Gateway sets it. Default: the provider's address. */
  baseUrl?: string
  /** The provider's name for it. */
  model: string
}

/** The variables that choose a model; Netlify AI Gateway sets the keys and addresses by itself. */
export interface ModelVariables {
  AI_MODEL?: string | undefined
  OPENAI_API_KEY?: string | undefined
  OPENAI_BASE_URL?: string | undefined
  ANTHROPIC_API_KEY?: string | undefined
  ANTHROPIC_BASE_URL?: string | undefined
  GEMINI_API_KEY?: string | undefined
  GOOGLE_GEMINI_BASE_URL?: string | undefined
}

type Variable = keyof ModelVariables

const providers: { provider: ModelProvider; key: Variable; baseUrl: Variable; model: string }[] = [
  { provider: 'openai', key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL', model: 'gpt-5-mini' },
  {
    provider: 'anthropic',
    key: 'ANTHROPIC_API_KEY',
    baseUrl: 'ANTHROPIC_BASE_URL',
    model: 'claude-haiku-4-5',
  },
  { provider: 'google', key: 'GEMINI_API_KEY', baseUrl: 'GOOGLE_GEMINI_BASE_URL', model: 'gemini-2.5-flash' },
]

/**
 * The settings that an environment asks for; undefined without a key. `AI_MODEL` chooses, as `provider/model`
 * (`anthropic/claude-haiku-4-5`); otherwise the first key of OpenAI, Anthropic, Google counts, with a small
 * model of theirs. Throws a `TypeError` for an `AI_MODEL` that cannot be used.
 */
export function modelSettingsFrom(env: ModelVariables): ModelSettings | undefined {
  const [wanted, model] = split(env.AI_MODEL)
  const about = providers.find(({ provider, key }) => (wanted ? provider === wanted : env[key]))
  if (wanted && !about) {
    throw new TypeError(
      'AI_MODEL must start with openai/, anthropic/ or google/, for example openai/gpt-5-mini',
    )
  }
  if (!about) return undefined
  const apiKey = env[about.key]
  if (!apiKey) throw new TypeError(`AI_MODEL asks for ${about.provider}: set ${about.key} as well`)
  const baseUrl = env[about.baseUrl]
  return { provider: about.provider, apiKey, model: model || about.model, ...(baseUrl ? { baseUrl } : {}) }
}

function split(wanted: string | undefined): [string | undefined, string | undefined] {
  if (!wanted) return [undefined, undefined]
  const slash = wanted.indexOf('/')
  return slash < 0 ? [wanted, undefined] : [wanted.slice(0, slash), wanted.slice(slash + 1)]
}
