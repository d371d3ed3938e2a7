import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants } from './mutants.ts'

test('has faults that can all be applied to the code as it is', () => {
  const rotten = mutants.filter(({ file, find, replace }) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    return text.split(find).length !== 2 || find === replace
  })
  expect(rotten).toEqual([])
  expect(mutants.length).toBeGreaterThanOrEqual(25)
})
