import { describe } from 'vitest'
import { cancelling } from './behaviours/cancelling.ts'
import { claiming } from './behaviours/claiming.ts'
import { clocks } from './behaviours/clocks.ts'
import { creating } from './behaviours/creating.ts'
import { finishing } from './behaviours/finishing.ts'
import { history } from './behaviours/history.ts'
import { leases } from './behaviours/leases.ts'
import { limits } from './behaviours/limits.ts'
import { owners } from './behaviours/owners.ts'
import { races } from './behaviours/races.ts'
import { recovery } from './behaviours/recovery.ts'
import { retention } from './behaviours/retention.ts'
import { transitions } from './behaviours/transitions.ts'
import { values } from './behaviours/values.ts'
import type { Driver } from './kit.ts'
import { suiteFor } from './kit.ts'

/**
 * Everything a `JobStore` promises, as tests. Any driver passes all of it; what it does not pass stands in
 * `driver.exceptions` with the reason. Call it at the top level of a test file.
 */
export function conformance(driver: Driver): void {
  describe(`${driver.name} store`, () => {
    const { theme, close } = suiteFor(driver)
    theme('creating', creating)
    theme('claiming', claiming)
    theme('leases', leases)
    theme('finishing', finishing)
    theme('cancelling', cancelling)
    theme('limits', limits)
    theme('recovery', recovery)
    theme('retention', retention)
    theme('history', history)
    theme('owners', owners)
    theme('clocks', clocks)
    theme('races', races)
    theme('values', values)
    theme('transitions', transitions)
    close()
  })
}
