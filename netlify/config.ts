import { z } from 'zod'
import { modelSettingsFrom } from './rubric/model/model-settings.ts'

/**
 * The environment, parsed once. This is the only file that reads `process.env`; the table in the README is
 * checked against `variables`.
 */

const seconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback)
const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback)
const secret = z.string().min(16, 'needs at least 16 characters').optional()

const key = z.string().min(1).optional()
const address = z.url().optional()

/** Every variable, with its default and what it means. */
export const variables = z.object({
  JOB_STORE: z
    .enum(['blobs', 'redis', 'postgres', 'memory'])
    .optional()
    .describe('Where jobs are kept. Default: by the variables below, else `blobs`. `memory` is for tests.'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Keep jobs in Redis or Valkey.'),
  KV_REST_API_URL: z
    .url()
    .optional()
    .describe('Keep jobs in serverless Redis over HTTP (Upstash, Vercel KV).'),
  KV_REST_API_TOKEN: z.string().min(1).optional().describe('The token that goes with it.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('Keep jobs in Postgres (Netlify DB, Neon); run `npm run migrate` first.'),
  JOB_TTL_SECONDS: seconds(600).describe('How long a finished job is answered.'),
  HISTORY_TTL_SECONDS: seconds(604_800).describe('How long history and files are kept.'),
  JOB_LEASE_SECONDS: seconds(30).describe('How long a worker may be silent before its job is taken back.'),
  JOB_MAX_RUNNING: count(3).describe('Jobs of one owner that run at once.'),
  JOB_MAX_WAITING: count(20).describe('Jobs of one owner that wait in line.'),
  SESSION_SECRET: secret.describe('Signs cookies and file links. Default: made once and kept in the store.'),
  JOB_SIGNING_SECRET: secret.describe('Signs background calls; with it, unsigned ones are refused.'),
  AUTH_JWKS_URL: z
    .url()
    .optional()
    .describe('Owners are bearer tokens checked against this JWKS, not cookies.'),
  AUTH_ISSUER: z.string().min(1).optional().describe('The `iss` that tokens must have.'),
  AUTH_AUDIENCE: z.string().min(1).optional().describe('The `aud` that tokens must have.'),
  CHROME_PATH: z.string().min(1).optional().describe('A Chrome to print with, instead of the bundled one.'),
  AI_MODEL: z
    .string()
    .regex(/^(openai|anthropic|google)\/./, 'must start with openai/, anthropic/ or google/')
    .optional()
    .describe(
      'The language model for rubrics, like `openai/gpt-5-mini`. Default: a small one of the first key.',
    ),
  OPENAI_API_KEY: key.describe(
    'With a key, the rubric jobs ask a model: to word proposals, where rules are in doubt, and to read pictures. Netlify AI Gateway sets these.',
  ),
  OPENAI_BASE_URL: address.describe("Default: the provider's own."),
  ANTHROPIC_API_KEY: key.describe('As above.'),
  ANTHROPIC_BASE_URL: address.describe('As above.'),
  GEMINI_API_KEY: key.describe('As above.'),
  GOOGLE_GEMINI_BASE_URL: address.describe('As above.'),
})
export type Variables = z.infer<typeof variables>

/** How the site is set up: the variables, and the store they choose. */
export type Config = Variables & { store: NonNullable<Variables['JOB_STORE']> }

/** Something in the environment is wrong; the message names every variable and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * @param env Default: the process's environment. An empty value counts as absent.
 * @throws ConfigError naming all problems at once.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  }
  const problems: string[] = []
  const config = parsed.data
  if (Boolean(config.KV_REST_API_URL) !== Boolean(config.KV_REST_API_TOKEN)) {
    problems.push('KV_REST_API_URL and KV_REST_API_TOKEN go together: set both or neither')
  }
  if ((config.AUTH_ISSUER || config.AUTH_AUDIENCE) && !config.AUTH_JWKS_URL) {
    problems.push('AUTH_ISSUER and AUTH_AUDIENCE need AUTH_JWKS_URL')
  }
  try {
    modelSettingsFrom(config)
  } catch (error) {
    problems.push((error as Error).message)
  }
  const store = chooseStore(config, problems)
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return { ...config, store }
}

function chooseStore(config: Variables, problems: string[]): Config['store'] {
  const hints = [
    { name: 'REDIS_URL', set: config.REDIS_URL, store: 'redis' },
    { name: 'KV_REST_API_URL', set: config.KV_REST_API_URL, store: 'redis' },
    { name: 'DATABASE_URL', set: config.DATABASE_URL, store: 'postgres' },
  ] as const
  const set = hints.filter((hint) => hint.set)
  if (config.JOB_STORE === 'redis' && !config.REDIS_URL && !config.KV_REST_API_URL) {
    problems.push('JOB_STORE=redis needs REDIS_URL, or KV_REST_API_URL and KV_REST_API_TOKEN')
  }
  if (config.JOB_STORE === 'redis' && config.REDIS_URL && config.KV_REST_API_URL) {
    problems.push('JOB_STORE=redis with both REDIS_URL and KV_REST_API_URL: set one of them')
  }
  if (config.JOB_STORE === 'postgres' && !config.DATABASE_URL) {
    problems.push('JOB_STORE=postgres needs DATABASE_URL')
  }
  if (config.JOB_STORE) return config.JOB_STORE
  if (set.length > 1) {
    problems.push(
      `${set.map((hint) => hint.name).join(' and ')} are both set: unset one, or say which with JOB_STORE`,
    )
  }
  return set[0]?.store ?? 'blobs'
}
