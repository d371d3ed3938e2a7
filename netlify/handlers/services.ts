import type { Config } from '../config.ts'
import type { Dispatch } from '../dispatch/dispatch.ts'
import type { AnswerStore } from '../files/answer-cache.ts'
import type { FileStore } from '../files/file-store.ts'
import type { LinkSigner } from '../files/signed-link.ts'
import type { Log } from '../log.ts'
import type { Owners } from '../owners/owners.ts'
import type { JobStore } from '../store/job-store.ts'

/** What the handlers work with. They know no platform, no driver and no job type. */
export interface Services {
  config: Config
  store: JobStore
  files: FileStore
  answers: AnswerStore
  dispatch: Dispatch
  owners: Owners
  links: LinkSigner
  log: Log
  /** Changes with whatever decides a result besides its input; undefined where that cannot be told. */
  version: () => Promise<string | undefined>
  now: () => number
  /** For work that the answer need not wait for. */
  afterwards: (work: Promise<unknown>) => void
}

/** Makes the services for one request; throws `ConfigError` when the site is set up wrong. */
export type GetServices<Context> = (request: Request, context: Context) => Services | Promise<Services>
