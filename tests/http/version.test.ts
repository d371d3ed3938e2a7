import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { siteVersion } from '../../netlify/version.ts'

const root = resolve(import.meta.dirname, '../..')

it('is the deploy where there is one', async () => {
  expect(await siteVersion({ id: 'abc', context: 'production' })).toBe('deploy abc')
  expect(await siteVersion({ id: 'def', context: 'deploy-preview' })).toBe('deploy def')
})

it('changes on a developer’s machine with any source and any locked package', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'offstage-version-'))
  onTestFinished(() => rm(copy, { recursive: true }))
  for (const name of ['netlify', 'src', 'package-lock.json']) {
    await cp(join(root, name), join(copy, name), { recursive: true })
  }
  const seen = new Set<string | undefined>()
  const look = async () => seen.add(await siteVersion({ id: '0', context: 'dev' }, copy))
  await look()
  await look()
  expect(seen.size).toBe(1)
  const edited = ['src/templates/modern/modern.tsx', 'netlify/pdf/chromium-release.ts', 'package-lock.json']
  for (const path of [...edited, 'src/templates/new.ts']) {
    await writeFile(join(copy, path), 'edited')
    await look()
  }
  expect(seen.size).toBe(edited.length + 2)
  expect([...seen].every((version) => version?.startsWith('sources '))).toBe(true)
})

it('is unknown where there is neither a deploy nor sources', async () => {
  expect(await siteVersion(undefined, join(root, 'docs'))).toBeUndefined()
})
