import { describe, expect, test } from 'vitest'
import { allAttacks } from '../rubric-enhance/attack.ts'
import { extractPaths } from './attack.ts'

describe('prompt injection against a model that obeys everything', () => {
  test.each(Object.entries(extractPaths))(
    'gets nothing through %s',
    async (_, run) => {
      const breaches: string[] = []
      for (const [number, attack] of allAttacks.entries()) {
        for (const found of await run(attack, number)) {
          if (found.length > 0) breaches.push(`${attack.family}, ${attack.name}: ${found.join(', ')}`)
        }
      }
      expect(breaches).toEqual([])
    },
    120_000,
  )
})
