import { readConfig } from '../../netlify/config.ts'
import { createMemoryFileStore } from '../../netlify/files/memory.ts'
import { createMemoryAnswerStore } from '../../netlify/files/memory-answers.ts'
import { linkSigner } from '../../netlify/files/signed-link.ts'
import { background } from '../../netlify/handlers/background.ts'
import { download } from '../../netlify/handlers/download.ts'
import { notFound } from '../../netlify/handlers/not-found.ts'
import type { Services } from '../../netlify/handlers/services.ts'
import { session } from '../../netlify/handlers/session.ts'
import { status } from '../../netlify/handlers/status.ts'
import { sweep } from '../../netlify/handlers/sweep.ts'
import { trigger } from '../../netlify/handlers/trigger.ts'
import type { JobDefinition } from '../../netlify/jobs/definition.ts'
import { cookieOwners } from '../../netlify/owners/cookie.ts'
import type { Owners } from '../../netlify/owners/owners.ts'
import type { JobRef, JobStore, StoreOptions } from '../../netlify/store/job-store.ts'
import { createMemoryStore } from '../../netlify/store/memory.ts'

/** The whole HTTP surface over one job type, in this process, as one function from Request to Response. */
export interface App {
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** As a visitor with a cookie of their own. */
  visitor(): Promise<(path: string, init?: RequestInit) => Promise<Response>>
  /** Jobs for which a worker was asked, whether or not one came. */
  dispatched: JobRef[]
  /** Background calls under way; awaits them all. */
  idle(): Promise<void>
  logs: Record<string, unknown>[]
  store: JobStore
  files: ReturnType<typeof createMemoryFileStore>
  answers: ReturnType<typeof createMemoryAnswerStore>
  services: Services
}

export interface AppOptions {
  env?: Record<string, string>
  store?: JobStore
  storeOptions?: Partial<StoreOptions>
  owners?: Owners
  now?: () => number
  /** `lost`: nobody comes. `twice`: each call is delivered twice. Default `once`. */
  delivery?: 'once' | 'twice' | 'lost'
}

export const ORIGIN = 'https://offstage.test'

// biome-ignore lint/suspicious/noExplicitAny: any job type will do, whatever its input and output
export function createApp(definition: JobDefinition<any, any>, options: AppOptions = {}): App {
  const { now = Date.now, delivery = 'once' } = options
  const config = readConfig({ JOB_STORE: 'memory', ...options.env })
  const store =
    options.store ??
    createMemoryStore({
      now,
      limits: { maxRunning: config.JOB_MAX_RUNNING, maxWaiting: config.JOB_MAX_WAITING },
      ttlMs: config.JOB_TTL_SECONDS * 1_000,
      ...options.storeOptions,
    })
  const files = createMemoryFileStore({ now, keepMs: config.HISTORY_TTL_SECONDS * 1_000 })
  const answers = createMemoryAnswerStore({ now, keepMs: config.HISTORY_TTL_SECONDS * 1_000 })
  const logs: Record<string, unknown>[] = []
  const dispatched: JobRef[] = []
  const running = new Set<Promise<unknown>>()
  const secret = async () => 'a secret that only this test knows'
  const keep = (work: Promise<unknown>) => {
    running.add(work)
    void work.finally(() => running.delete(work)).catch(() => {})
  }
  const services: Services = {
    config,
    store,
    files,
    answers,
    now,
    version: async () => 'tests',
    links: linkSigner(secret, now),
    owners: options.owners ?? cookieOwners(secret),
    log: (event, fields, level = 'info') => void logs.push({ event, level, ...fields }),
    afterwards: keep,
    async dispatch(jobs) {
      for (const job of jobs) {
        dispatched.push(job)
        const calls = { once: 1, twice: 2, lost: 0 }[delivery]
        for (let call = 0; call < calls; call++) {
          keep(
            work(
              new Request(`${ORIGIN}/.netlify/functions/${job.type}-background`, json({ jobId: job.jobId })),
              {},
            ),
          )
        }
      }
    },
  }
  const getServices = () => services
  const work = background(definition, getServices)
  const routes: [RegExp, (request: Request, context: object) => Promise<Response> | Response][] = [
    [new RegExp(`^/api/${definition.type}(/batch)?$`), trigger(definition, getServices)],
    [new RegExp(`^/api/${definition.type}/`), status(definition, getServices)],
    [new RegExp(`^/.netlify/functions/${definition.type}-background$`), work],
    [/^\/api\/files\//, download(getServices)],
    [/^\/api\/session$/, session(getServices)],
    [/^\/sweep$/, sweep(getServices)],
  ]

  const app: App = {
    dispatched,
    logs,
    store,
    files,
    answers,
    services,
    async fetch(path, init) {
      const request = new Request(ORIGIN + path, init)
      const { pathname } = new URL(request.url)
      const handle = routes.find(([pattern]) => pattern.test(pathname))?.[1] ?? notFound
      return handle(request, {})
    },
    async visitor() {
      const response = await app.fetch('/api/session')
      const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      return (path, init = {}) => {
        const headers = new Headers(init.headers)
        headers.set('cookie', cookie)
        return app.fetch(path, { ...init, headers })
      }
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
  return app
}

export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
}
