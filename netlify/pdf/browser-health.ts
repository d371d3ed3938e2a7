import { sharedPool } from './print.ts'

/**
 * Tells that this instance can print, and with what. Cheap when a browser waits or has started before on this
 * instance; throws with the reason when none can be started.
 */
export async function browserHealth(): Promise<{ version: string }> {
  return { version: await sharedPool.version() }
}
