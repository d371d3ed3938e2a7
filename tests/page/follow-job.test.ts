import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FollowOptions, followJob } from '../../src/jobs/follow-job.ts'
import { AnswerError, type StatusAnswer } from '../../src/jobs/job-client.ts'
import type { Visibility } from '../../src/jobs/visibility.ts'
import type { Job, JobOutput } from '../../src/shared/job.ts'
import { completed, failed, pending, processing } from './jobs.ts'

const START = Date.parse('2026-11-22T10:00:00.000Z')

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

type Answer = Job | Error | 'unchanged'

/** Follows a job whose answers are a function of the look's number, from 1, and of the time since the start. */
function follow(
  answer: (look: number, ms: number) => Answer,
  options: Partial<FollowOptions<JobOutput>> = {},
) {
  const looks: { atMs: number; etag: string | undefined }[] = []
  const changes: Job[] = []
  const stop = new AbortController()
  const result = followJob<JobOutput>({
    client: {
      async status<Output extends JobOutput>(_url: string, { etag }: { etag?: string | undefined }) {
        const atMs = Date.now() - START
        looks.push({ atMs, etag })
        const given = answer(looks.length, atMs)
        if (given instanceof Error) throw given
        return {
          job: given === 'unchanged' ? undefined : given,
          etag: `"${looks.length}"`,
          serverNow: Date.now(),
        } as StatusAnswer<Output>
      },
    },
    statusUrl: '/api/export-pdf/job-1',
    signal: stop.signal,
    onChange: (job) => changes.push(job),
    ...options,
  })
  const settled = result.then(
    (job) => ({ job }),
    (error: unknown) => ({ error }),
  )
  return { looks, changes, settled, stop }
}

function refused(status: number, retryAfterMs?: number): AnswerError {
  return new AnswerError(`The site answered ${status}`, {
    problem: { type: 'about:blank', title: '', status, detail: 'Come back later.', code: `HTTP_${status}` },
    retryAfterMs,
  })
}

function times(looks: { atMs: number }[]): number[] {
  return looks.map(({ atMs }) => atMs)
}

function gaps(looks: { atMs: number }[]): number[] {
  return looks.slice(1).map(({ atMs }, index) => atMs - (looks[index]?.atMs ?? 0))
}

describe('pace', () => {
  test('looks every 250 ms at first and backs off to 3 s', async () => {
    const { looks, stop } = follow((look) => processing(look))
    await vi.advanceTimersByTimeAsync(30_000)
    stop.abort()
    const paused = gaps(looks)
    expect(paused.slice(0, 8)).toEqual(Array(8).fill(250))
    expect(Math.max(...paused)).toBe(3000)
    expect(paused.at(-1)).toBe(3000)
    expect(paused).toEqual([...paused].sort((a, b) => a - b))
  })

  test('is quick again when an attempt starts', async () => {
    const { looks, stop } = follow((_look, ms) =>
      ms < 20_000 ? pending() : { ...processing(10), attempt: 1 },
    )
    await vi.advanceTimersByTimeAsync(25_000)
    stop.abort()
    const noticed = looks.findIndex(({ atMs }) => atMs >= 20_000)
    expect(gaps(looks)[noticed]).toBe(250)
  })

  test('sends the last ETag and takes 304 for no change', async () => {
    const { looks, changes, settled } = follow((look) =>
      look === 1 ? processing(10) : look < 4 ? 'unchanged' : completed(),
    )
    await vi.advanceTimersByTimeAsync(2000)
    expect(await settled).toEqual({ job: completed() })
    expect(looks.map(({ etag }) => etag)).toEqual([undefined, '"1"', '"2"', '"3"'])
    expect(changes.map(({ status }) => status)).toEqual(['processing', 'completed'])
  })
})

describe('the end', () => {
  test.each([completed(), failed()])('sends nothing after $status', async (job) => {
    const { looks, settled } = follow((look) => (look < 3 ? processing(look) : job))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await settled).toEqual({ job })
    expect(looks).toHaveLength(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('sends nothing after an abort, also in the middle of a pause', async () => {
    const { looks, settled, stop } = follow(() => processing(10))
    await vi.advanceTimersByTimeAsync(100)
    stop.abort(new Error('left'))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await settled).toEqual({ error: new Error('left') })
    expect(looks).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([
    [404, 'gone'],
    [410, 'gone'],
    [401, 'refused'],
  ] as const)('ends at %i as %s', async (status, kind) => {
    const { looks, settled } = follow((look) => (look === 1 ? processing(1) : refused(status)))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await settled).toMatchObject({ error: { kind, code: `HTTP_${status}` } })
    expect(looks).toHaveLength(2)
  })
})

describe('a job that does not move', () => {
  test('ends as timed out after 90 s of processing without change', async () => {
    const { looks, settled } = follow((look) => (look === 1 ? processing(30) : 'unchanged'))
    await vi.advanceTimersByTimeAsync(89_000)
    const before = looks.length
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await settled).toMatchObject({ error: { kind: 'timed-out', retryable: true } })
    expect(looks.length - before).toBeLessThanOrEqual(2)
    expect(looks.at(-1)?.atMs).toBeLessThanOrEqual(93_000)
  })

  test('goes on as long as something changes', async () => {
    const { settled } = follow((_look, ms) =>
      ms < 300_000 ? processing(Math.floor(ms / 60_000)) : completed(),
    )
    await vi.advanceTimersByTimeAsync(310_000)
    expect(await settled).toMatchObject({ job: { status: 'completed' } })
  })

  test('waits longer for a job in line', async () => {
    const { settled } = follow((_look, ms) => (ms < 300_000 ? pending() : completed()))
    await vi.advanceTimersByTimeAsync(310_000)
    expect(await settled).toMatchObject({ job: { status: 'completed' } })
  })
})

test('asks nothing until a scheduled retry is due', async () => {
  const runAfter = new Date(START + 120_000).toISOString()
  const { looks, changes, settled } = follow((_look, ms) =>
    ms < 120_000 ? pending({ attempt: 1, runAfter }) : completed(),
  )
  await vi.advanceTimersByTimeAsync(119_000)
  expect(times(looks)).toEqual([0])
  expect(changes).toMatchObject([{ runAfter }])
  await vi.advanceTimersByTimeAsync(2000)
  expect(await settled).toMatchObject({ job: { status: 'completed' } })
  expect(times(looks)).toEqual([0, 120_000])
})

describe('an overloaded site', () => {
  test.each([429, 503])('is left alone as long as Retry-After of a %i says', async (status) => {
    const { looks, settled } = follow((look) =>
      look === 1 ? processing(1) : look === 2 ? refused(status, 7000) : completed(),
    )
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await settled).toMatchObject({ job: { status: 'completed' } })
    expect(gaps(looks)).toEqual([250, 7000])
  })

  test('may take its time, as long as it says so', async () => {
    const { settled } = follow((look) => (look < 6 ? refused(503, 60_000) : completed()))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await settled).toMatchObject({ job: { status: 'completed' } })
  })
})

describe('a dropped connection', () => {
  test('is tried again, ever later', async () => {
    const { looks, settled } = follow((look) =>
      look === 1 ? processing(1) : look < 6 ? new AnswerError('No answer', {}) : completed(),
    )
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await settled).toMatchObject({ job: { status: 'completed' } })
    const paused = gaps(looks).slice(1)
    expect(paused).toEqual([...paused].sort((a, b) => a - b))
    expect(paused[0]).toBe(500)
  })

  test('that lasts a minute ends as unreachable', async () => {
    const { looks, settled } = follow(() => new AnswerError('No answer', {}))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await settled).toMatchObject({ error: { kind: 'unreachable' } })
    expect(looks.at(-1)?.atMs).toBeGreaterThan(60_000)
    expect(looks.at(-1)?.atMs).toBeLessThan(70_000)
  })
})

test('pauses in a hidden tab and looks at once when it is seen again', async () => {
  let hidden = false
  const listeners = new Set<() => void>()
  const visibility: Visibility = {
    hidden: () => hidden,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
  const { looks, settled } = follow((_look, ms) => (ms < 400_000 ? processing(10) : completed()), {
    visibility,
  })
  await vi.advanceTimersByTimeAsync(1000)
  hidden = true
  const before = looks.length
  await vi.advanceTimersByTimeAsync(400_000)
  expect(looks).toHaveLength(before)
  hidden = false
  for (const listener of listeners) listener()
  await vi.advanceTimersByTimeAsync(0)
  expect(looks).toHaveLength(before + 1)
  expect(await settled).toMatchObject({ job: { status: 'completed' } })
  expect(listeners.size).toBe(0)
})
