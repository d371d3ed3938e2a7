import type { LanguageModel } from 'ai'
import type { ModelProvider, ModelSettings } from './model-settings.ts'

/** A model ready to be asked. `provider` and `model` are what usage is recorded under. */
export interface ChosenModel {
  provider: string
  model: string
  language: LanguageModel
}

/** Loads the provider's client, and no other's. */
export async function modelFrom({ provider, apiKey, baseUrl, model }: ModelSettings): Promise<ChosenModel> {
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
