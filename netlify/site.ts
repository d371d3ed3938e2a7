import type { Context } from '@netlify/functions'
import { type Config, readConfig } from './config.ts'
import { netlifyDispatch } from './dispatch/netlify.ts'
import { createAnswerStore } from './files/answer-cache.ts'
import { createBlobsFileStore } from './files/blobs.ts'
import { linkSigner } from './files/signed-link.ts'
import type { Services } from './handlers/services.ts'
import { createLog } from './log.ts'
import { bearerOwners } from './owners/bearer.ts'
import { cookieOwners } from './owners/cookie.ts'
import { type BlobPlace, openBlobs } from './store/blobs/blob-access.ts'
import type { JobStore, StoreOptions } from './store/job-store.ts'
import { siteVersion } from './version.ts'

/**
 * Where the handlers meet Netlify: makes the services for a request from the environment and the deploy that
 * it reached. Stores are made once per deploy and instance.
 */
const stores = new Map<string, Promise<JobStore>>()
const secrets = new Map<string, Promise<string>>()

export async function siteServices(request: Request, context: Context): Promise<Services> {
  const config = readConfig()
  const log = createLog()
  const now = Date.now
  const deployId = isolatedDeploy(context)
  const scope = deployId ?? 'site'
  const storeMade = stores.get(scope) ?? openStore(config, deployId)
  stores.set(scope, storeMade)
  // A store that could not be opened is tried again by the next request.
  storeMade.catch(() => stores.delete(scope))
  const store = await storeMade
  const secret = () => siteSecret(config, store, scope)
  const { origin } = new URL(request.url)
  return {
    config,
    store,
    log,
    now,
    version: () => siteVersion(context.deploy),
    files: createBlobsFileStore(place('offstage-files', deployId), {
      keepMs: config.HISTORY_TTL_SECONDS * 1_000,
    }),
    answers: createAnswerStore(openBlobs(place('offstage-answers', deployId)), {
      keepMs: config.HISTORY_TTL_SECONDS * 1_000,
    }),
    dispatch: netlifyDispatch({
      origin,
      cookie: request.headers.get('cookie') ?? undefined,
      signingSecret: config.JOB_SIGNING_SECRET,
      log,
      now,
    }),
    owners: config.AUTH_JWKS_URL
      ? bearerOwners({
          jwksUrl: config.AUTH_JWKS_URL,
          issuer: config.AUTH_ISSUER,
          audience: config.AUTH_AUDIENCE,
        })
      : cookieOwners(secret),
    links: linkSigner(secret, now),
    afterwards: (work) => context.waitUntil?.(work),
  }
}

/**
 * The deploy whose own store holds everything, or undefined for the site's store. Deploy previews and branch
 * deploys keep to themselves; `netlify dev` has no deploy.
 */
function isolatedDeploy(context: Context): string | undefined {
  const { id, context: deployContext } = context.deploy ?? {}
  return id && id !== '0' && deployContext !== 'production' && deployContext !== 'dev' ? id : undefined
}

function place(name: string, deployId: string | undefined): BlobPlace {
  return deployId ? { name, deployId } : { name }
}

async function openStore(config: Config, deployId: string | undefined): Promise<JobStore> {
  const options: Partial<StoreOptions> = {
    ttlMs: config.JOB_TTL_SECONDS * 1_000,
    historyMs: config.HISTORY_TTL_SECONDS * 1_000,
    limits: { maxRunning: config.JOB_MAX_RUNNING, maxWaiting: config.JOB_MAX_WAITING },
  }
  switch (config.store) {
    case 'blobs': {
      const { createBlobsStore } = await import('./store/blobs/create-blobs-store.ts')
      return createBlobsStore(place('offstage-jobs', deployId), options)
    }
    case 'memory': {
      const { createMemoryStore } = await import('./store/memory.ts')
      return createMemoryStore(options)
    }
    case 'redis': {
      const { createRedisStore } = await import('./store/redis/store.ts')
      const { KV_REST_API_URL: restUrl, KV_REST_API_TOKEN: token = '', REDIS_URL: url = '' } = config
      const prefix = `{offstage${deployId ? `-${deployId}` : ''}}:`
      return createRedisStore(restUrl && !url ? { restUrl, token } : { url }, { ...options, prefix })
    }
    case 'postgres': {
      const { createPostgresStore } = await import('./store/postgres/store.ts')
      return createPostgresStore({ url: config.DATABASE_URL ?? '' }, options)
    }
  }
}

/** From the environment, else made once and kept in the store, so that a new deploy needs no set-up. */
function siteSecret(config: Config, store: JobStore, scope: string): Promise<string> {
  if (config.SESSION_SECRET) return Promise.resolve(config.SESSION_SECRET)
  const known = secrets.get(scope) ?? store.once('session-secret', crypto.randomUUID() + crypto.randomUUID())
  secrets.set(scope, known)
  known.catch(() => secrets.delete(scope))
  return known
}
