import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../../netlify/jobs/definition.ts'
import type { JobTicket } from '../../src/shared/job.ts'
import { createApp, json } from './app.ts'

// The README's example, word for word; the first test compares.
const wordCount = defineJob({
  type: 'word-count',
  input: z.object({ text: z.string().min(1) }),
  async run({ input, signal, progress }) {
    progress(50, 'counting')
    signal.throwIfAborted()
    return { words: input.text.split(/\s+/).length }
  },
})

const bare = (text: string) => text.replaceAll(/\s+/g, ' ').replace('export const', 'const')

describe("the README's job type", () => {
  it('stands there as it is tested here', async () => {
    const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8')
    const here = await readFile(import.meta.filename, 'utf8')
    const example = /const wordCount = defineJob[\s\S]*?\n}\)/.exec(readme)?.[0] ?? 'missing'
    expect(bare(here)).toContain(bare(example))
  })

  it('runs', async () => {
    const app = createApp(wordCount)
    const visit = await app.visitor()
    const ticket = (await (
      await visit('/api/word-count', json({ text: 'one two three' }))
    ).json()) as JobTicket
    await app.idle()
    const job = await (await visit(ticket.statusUrl)).json()
    expect(job).toMatchObject({ status: 'completed', output: { words: 3 } })
  })
})
