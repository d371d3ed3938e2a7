import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** In a process of its own, because a simulation replaces timers, chance and ids. */
async function simulate(...args: string[]): Promise<string> {
  const file = new URL('./run.ts', import.meta.url).pathname
  try {
    return (await promisify(execFile)(process.execPath, [file, ...args], { maxBuffer: 1 << 26 })).stdout
  } catch (error) {
    return `${(error as { stdout?: string }).stdout ?? ''}\n${String(error)}`
  }
}

test('keeps every promise in some hundred random histories', async () => {
  const report = await simulate('--histories', '250', '--seed', '1', '--driver', 'both', '--threads', '2')
  expect(report).toMatch(/memory: 250 histories .* 0 broken; .*\nblobs: 250 histories .* 0 broken/)
  // A search that meets no trouble would find none.
  for (const [, crashes, recovered] of report.matchAll(/(\d+) crashes, (\d+) recovered/g)) {
    expect(Number(crashes)).toBeGreaterThan(50)
    expect(Number(recovered)).toBeGreaterThan(20)
  }
}, 120_000)

test('replays a history from its seed', async () => {
  for (const driver of ['memory', 'blobs']) {
    const args = ['--histories', '1', '--seed', '77', '--driver', driver, '--trace']
    const [first, second] = await Promise.all([simulate(...args), simulate(...args)])
    const events = (report: string) => report.split('\n').slice(0, -2)
    expect(events(first).length).toBeGreaterThan(20)
    expect(events(first)).toEqual(events(second))
  }
}, 60_000)
