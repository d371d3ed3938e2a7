import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig, variables } from '../../netlify/config.ts'

describe('the configuration', () => {
  it.each([
    [{}, 'blobs'],
    [{ REDIS_URL: 'redis://localhost:6379' }, 'redis'],
    [{ KV_REST_API_URL: 'https://kv.test', KV_REST_API_TOKEN: 't' }, 'redis'],
    [{ DATABASE_URL: 'postgres://localhost/db' }, 'postgres'],
    [{ DATABASE_URL: 'postgres://localhost/db', JOB_STORE: 'blobs' }, 'blobs'],
    [{ JOB_STORE: '', REDIS_URL: '' }, 'blobs'],
  ])('chooses the store: %j', (env, store) => {
    expect(readConfig(env).store).toBe(store)
  })

  it.each([
    [{ REDIS_URL: 'redis://h', DATABASE_URL: 'postgres://h/d' }, /REDIS_URL and DATABASE_URL are both set/],
    [{ JOB_STORE: 'redis' }, /JOB_STORE=redis needs REDIS_URL/],
    [{ JOB_STORE: 'postgres' }, /JOB_STORE=postgres needs DATABASE_URL/],
    [{ JOB_STORE: 'mysql' }, /JOB_STORE/],
    [{ REDIS_URL: 'http://h' }, /REDIS_URL/],
    [{ KV_REST_API_URL: 'https://kv.test' }, /KV_REST_API_TOKEN go together/],
    [{ JOB_TTL_SECONDS: '10 minutes' }, /JOB_TTL_SECONDS/],
    [{ SESSION_SECRET: 'short' }, /SESSION_SECRET: needs at least 16 characters/],
    [{ AUTH_ISSUER: 'https://i.test' }, /AUTH_JWKS_URL/],
  ])('refuses %j and names the variable', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })

  it('names all problems at once', () => {
    const env = { JOB_TTL_SECONDS: '0', JOB_STORE: 'x', REDIS_URL: 'x' }
    expect(() => readConfig(env)).toThrow(/JOB_STORE[\s\S]*REDIS_URL[\s\S]*JOB_TTL_SECONDS/)
  })

  it('has its variables in the README, and no others', async () => {
    const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8')
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name)
    expect(listed).toEqual(Object.keys(variables.shape))
  })
})
