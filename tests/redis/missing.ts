import { describe, expect, test } from 'vitest'

/**
 * Stands in for the tests of a server that cannot be had here: skipped with the reason, or failed where
 * `OFFSTAGE_REQUIRE_SERVERS=1` says that it must be there (in CI).
 */
export function missingServer(suite: string, reason: string): void {
  describe(suite, () => {
    if (process.env.OFFSTAGE_REQUIRE_SERVERS === '1') {
      test('has its server', () => {
        expect.fail(`${reason}, and OFFSTAGE_REQUIRE_SERVERS=1`)
      })
    } else test.skip(`needs a server: ${reason}`, () => {})
  })
}
