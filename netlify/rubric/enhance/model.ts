import type { LanguageModel } from 'ai'

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

/** A model ready to be asked. `provider` and `model` are what usage is recorded under. */
export interface EnhanceModel {
  provider: string
  model: string
  language: LanguageModel
}

const providers: { provider: ModelProvider; key: string; baseUrl: string; model: string }[] = [
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
export function modelSettingsFrom(env: Record<string, string | undefined>): ModelSettings | undefined {
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

/** Loads the provider's client, and no other's. */
export async function modelFrom({ provider, apiKey, baseUrl, model }: ModelSettings): Promise<EnhanceModel> {
  const options = { apiKey, ...(baseUrl ? { baseURL: versioned(provider, baseUrl) } : {}) }
  if (provider === 'openai') {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return { provider, model, language: createOpenAI(options)(model) }
  }
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return { provider, model, language: createAnthropic(options)(model) }
  }
  const { createGoogle } = await import('@ai-sdk/google')
  return { provider, model, language: createGoogle(options)(model) }
}

// The official clients of Anthropic and Google put the version behind the address themselves, those of the AI
// SDK want it in the address; OpenAI's own client wants it there too, but gateways leave it out.
const VERSIONS: Record<ModelProvider, string> = { openai: 'v1', anthropic: 'v1', google: 'v1beta' }

function versioned(provider: ModelProvider, baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '')
  return /\/v\d[\w.]*$/.test(bare) ? bare : `${bare}/${VERSIONS[provider]}`
}
