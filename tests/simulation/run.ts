import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createBlobsModel } from './blobs-model.ts'
import type { HistoryResult } from './history.ts'
import { liveHistory } from './history.ts'
import { createMemoryModel } from './memory-model.ts'
import { virtualGlobals } from './scheduler.ts'

/**
 * Lives through many random histories and reports every promise that was broken, with the seed to replay it:
 *
 *     node tests/simulation/run.ts --histories 20000 --seed 1 --driver both
 *     node tests/simulation/run.ts --histories 1 --seed 4711 --driver blobs --trace
 */
const models = { memory: createMemoryModel, blobs: createBlobsModel }
type DriverName = keyof typeof models

interface Task {
  driver: DriverName
  /** Every `step`th seed from `from` up to below `to`. */
  from: number
  to: number
  step: number
  trace: boolean
}

interface Report {
  driver: DriverName
  seed: number
  result: HistoryResult
}

async function live({ driver, from, to, step, trace }: Task, report: (report: Report) => void) {
  const prepare = virtualGlobals(crypto as { randomUUID: () => string }, syncBuiltinESMExports)
  const write = trace ? (line: string) => process.stdout.write(`${line}\n`) : undefined
  for (let seed = from; seed < to; seed += step) {
    const result = await liveHistory(seed, models[driver], prepare, write)
    report({ driver, seed, result })
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      histories: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      driver: { type: 'string', default: 'both' },
      threads: { type: 'string', default: String(availableParallelism()) },
      trace: { type: 'boolean', default: false },
      /** Stop after this many broken histories. */
      failures: { type: 'string', default: '5' },
    },
  })
  const from = Number(values.seed)
  const to = from + Number(values.histories)
  const step = Math.max(1, Number(values.threads))
  const drivers = (values.driver === 'both' ? ['memory', 'blobs'] : [values.driver]) as DriverName[]
  let broken = 0
  for (const driver of drivers) {
    if (!models[driver]) throw new Error(`--driver must be memory, blobs or both, got ${driver}`)
    const startedMs = performance.now()
    const sum = { histories: 0, events: 0, jobs: 0, completed: 0, crashes: 0, recovered: 0 }
    const note = ({ seed, result }: Report) => {
      sum.histories += 1
      for (const key of ['events', 'jobs', 'completed', 'crashes', 'recovered'] as const)
        sum[key] += result[key]
      if (result.violations.length === 0) return
      broken += 1
      process.stdout.write(`${driver}, seed ${seed}:\n  ${result.violations.slice(0, 8).join('\n  ')}\n`)
    }
    if (step === 1 || to - from < 4) await live({ driver, from, to, step: 1, trace: values.trace }, note)
    else {
      await Promise.all(
        Array.from({ length: step }, (_, i) =>
          inThread(
            { driver, from: from + i, to, step, trace: values.trace },
            note,
            () => broken >= Number(values.failures),
          ),
        ),
      )
    }
    const seconds = (performance.now() - startedMs) / 1000
    process.stdout.write(
      `${driver}: ${sum.histories} histories from seed ${from} in ${seconds.toFixed(1)} s ` +
        `(${Math.round(sum.histories / seconds)}/s), ${broken} broken; ${sum.jobs} jobs, ` +
        `${sum.completed} completed, ${sum.crashes} crashes, ${sum.recovered} recovered, ${sum.events} events\n`,
    )
  }
  process.exitCode = broken > 0 ? 1 : 0
}

function inThread(task: Task, note: (report: Report) => void, enough: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task })
    worker.on('message', (report: Report) => {
      note(report)
      if (enough()) void worker.terminate()
    })
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

if (isMainThread) await main()
else await live(workerData as Task, (report) => parentPort?.postMessage(report))
