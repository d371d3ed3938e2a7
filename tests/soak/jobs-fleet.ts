import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** What goes wrong with calls, workers and their browsers; each a chance from 0 to 1 per call. */
export interface Trouble {
  callLost: number
  callTwice: number
  callLate: number
  browserKilled: number
  browserStopped: number
  workerKilled: number
  workerFrozen: number
}

export interface Fleet {
  /** Where background calls go. */
  origin: string
  /** Of the worker that is never killed, after each of its calls. */
  residentBytes: number[]
  stop(): Promise<void>
}

/**
 * The platform's part: takes background calls over HTTP, answers 202, and hands each to a worker process that
 * is free. The first worker is never killed, so that its memory can be watched; what it works on may be.
 */
export async function startFleet(
  size: number,
  about: { bundle: string; temp: string; env: NodeJS.ProcessEnv; trouble: Trouble },
  random: () => number,
  count: (what: string) => void,
): Promise<Fleet> {
  const { bundle, temp, env, trouble } = about
  const waiting: string[] = []
  const free: Worker[] = []
  const all = new Set<Worker>()
  const residentBytes: number[] = []
  let stopping = false

  interface Worker {
    child: ChildProcess
    pid: number
    lasting: boolean
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.writeHead(202).end()
    const { jobId } = JSON.parse(Buffer.concat(chunks).toString()) as { jobId: string }
    deliver(jobId)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function deliver(jobId: string): void {
    count('call')
    // The platform would start another instance at once; here it would only lengthen the queue.
    const waits = waiting.includes(jobId)
    const lost = !waits && random() < trouble.callLost
    if (waits) count('call for a job whose call waits')
    if (lost) count('call lost')
    if (waits || lost) return
    const times = random() < trouble.callTwice ? 2 : 1
    if (times === 2) count('call delivered twice')
    for (let time = 0; time < times; time++) {
      if (random() < trouble.callLate) {
        count('call late')
        setTimeout(() => enqueue(jobId), random() * 8_000)
      } else enqueue(jobId)
    }
  }

  function enqueue(jobId: string): void {
    waiting.push(jobId)
    next()
  }

  function next(): void {
    const worker = free[0]
    if (!worker || waiting.length === 0) return
    free.shift()
    worker.child.send({ url: `${origin}/.netlify/functions/export-pdf-background`, jobId: waiting.shift() })
    void harm(worker)
    next()
  }

  async function harm(worker: Worker): Promise<void> {
    const dice = random()
    let from = 0
    const is = (chance: number) => {
      const hit = dice >= from && dice < from + chance
      from += chance
      return hit
    }
    const delay = random() * 1_000
    if (is(trouble.browserKilled)) {
      await sleep(delay)
      if (signalBrowsers(worker.pid, 'SIGKILL')) count('browser killed')
    } else if (is(trouble.browserStopped)) {
      await sleep(delay)
      if (signalBrowsers(worker.pid, 'SIGSTOP')) count('browser stopped')
    } else if (is(trouble.workerKilled)) {
      await sleep(delay)
      if (worker.lasting || !worker.child.connected) return
      count('worker killed')
      worker.child.kill('SIGKILL')
    } else if (is(trouble.workerFrozen)) {
      await sleep(delay)
      if (!worker.child.connected) return
      count('worker frozen past its lease')
      worker.child.kill('SIGSTOP')
      await sleep(7_000)
      worker.child.kill('SIGCONT')
    }
  }

  function signalBrowsers(workerPid: number, signal: NodeJS.Signals): boolean {
    let any = false
    for (const pid of browsersIn(temp, workerPid)) {
      try {
        process.kill(pid, signal)
        any = true
      } catch {
        // It was faster.
      }
    }
    return any
  }

  async function startWorker(lasting: boolean): Promise<void> {
    const child = fork(join(import.meta.dirname, 'jobs-worker.ts'), [bundle], {
      env,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const worker = { child, pid: child.pid ?? 0, lasting }
    all.add(worker)
    if (child.stdout) createInterface({ input: child.stdout }).on('line', count)
    child.on('message', (message: 'ready' | { status: number; residentBytes: number }) => {
      if (message !== 'ready') {
        if (lasting) residentBytes.push(message.residentBytes)
        if (message.status !== 204) count(`worker answered ${message.status}`)
      }
      free.push(worker)
      next()
    })
    child.on('exit', () => {
      all.delete(worker)
      const at = free.indexOf(worker)
      if (at >= 0) free.splice(at, 1)
      if (!stopping) void startWorker(lasting)
    })
  }

  for (let index = 0; index < size; index++) await startWorker(index === 0)

  return {
    origin,
    residentBytes,
    async stop() {
      stopping = true
      server.close()
      await Promise.all(
        [...all].map(async ({ child }) => {
          const ended = new Promise((done) => child.once('exit', done))
          child.send('close')
          await Promise.race([ended, sleep(20_000)])
          child.kill('SIGKILL')
        }),
      )
    },
  }
}

/** Pids of browsers whose profile is in `temp`, of one worker or of all. */
export function browsersIn(temp: string, workerPid?: number): number[] {
  const profile = `--user-data-dir=${temp}/offstage-profile-${workerPid === undefined ? '' : `${workerPid}-`}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(profile)
      } catch {
        return false
      }
    })
    .map(Number)
}
