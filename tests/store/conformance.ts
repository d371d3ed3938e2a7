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

const themes = {
  ...{ creating, claiming, leases, finishing, cancelling, limits, recovery, retention, history, owners },
  ...{ clocks, races, values, transitions },
}
export type Theme = keyof typeof themes

/**
 * Everything a `JobStore` promises, as tests. Any driver passes all of it; what it does not pass stands in
 * `driver.exceptions` with the reason. Call it at the top level of a test file.
 *
 * @param only Themes to run, where another run covers the others. Default all.
 */
export function conformance(driver: Driver, only = Object.keys(themes) as Theme[]): void {
  describe(`${driver.name} store`, () => {
    const { theme, close } = suiteFor(driver)
    for (const name of only) theme(name, themes[name])
    close()
  })
}
