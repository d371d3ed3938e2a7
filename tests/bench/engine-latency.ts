import type { JobTicket } from '../../src/shared/job.ts'
import { createApp, json } from '../http/app.ts'
import { echoJob } from '../http/jobs.ts'
import { eachDriver } from './drivers.ts'
import { quantile, say } from './figures.ts'

/**
 * What the engine adds to a job, per driver: from the request that starts it to `run`, from the end of `run`
 * to an answer that says completed, and a status answer. Handlers and store as on the site; the background
 * call is a function call, so the platform's own 20 to 40 ms are not in it.
 *
 *     node tests/bench/engine-latency.ts [jobs]
 */
const jobs = Number(process.argv[2] ?? 200)

await eachDriver(async (store) => {
  const toRun: number[] = []
  const toVisible: number[] = []
  const answers: number[] = []
  let runAt = 0
  let endAt = 0
  const job = echoJob(async ({ input }) => {
    runAt = performance.now()
    endAt = performance.now()
    return { text: input.text }
  })
  const app = createApp(job, { store })
  for (let count = 0; count < jobs; count++) {
    const visit = await app.visitor()
    const startedAt = performance.now()
    const ticket = (await (await visit('/api/echo', json({ text: 'x' }))).json()) as JobTicket
    await app.idle()
    for (;;) {
      const askedAt = performance.now()
      const { status } = (await (await visit(ticket.statusUrl)).json()) as { status: string }
      answers.push(performance.now() - askedAt)
      if (status === 'completed') break
    }
    toRun.push(runAt - startedAt)
    toVisible.push(performance.now() - endAt)
  }
  const ms = (times: number[]) =>
    `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)} ms`
  say(
    `${store.name.padEnd(9)} trigger to run ${ms(toRun)}   run to completed ${ms(toVisible)}   status ${ms(answers)}   (p50 / p95)`,
  )
})
process.exit(0)
