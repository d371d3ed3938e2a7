import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDeployStore } from '@netlify/blobs'
import { build } from 'vite'
import { chromiumRelease } from '../../netlify/pdf/chromium-release.ts'
import { packKey } from '../../netlify/pdf/pack.ts'
import { startBlobsServer } from '../blobs-server/start.ts'
import { finish, product } from '../product.ts'
import { saveDocument } from './cold-document.ts'
import { quantile, say } from './figures.ts'

/**
 * From a new process with an empty temp folder to the first PDF of the sample resume: ours (pack fetched from
 * a Blobs server on this machine) against the stock path of @sparticuz/chromium (brotli from disk, puppeteer).
 * Alternating, without a limit and with 0.6 of a CPU where cgroups (version 1, as root) can be used. There the
 * processor time of the process and its children is told as well, which other jobs disturb less than the clock.
 *
 *     npm run build && node tests/bench/pdf-cold.ts [rounds, default 5]
 */
const rounds = Number(process.argv[2] ?? 5)
const folder = await mkdtemp(join(tmpdir(), 'offstage-cold-'))
const { renderResume, exportPdfInput, sampleResume, sharedPool } = await product<
  typeof import('./pdf-modules.ts')
>('tests/bench/pdf-modules.ts')
const input = exportPdfInput.parse({ resume: await sampleResume(), template: 'modern' })
await saveDocument(join(folder, 'document.json'), await renderResume(input))
await Promise.all([finish(), sharedPool.close()])

// Not the vendor's sandbox, which hands the pack out more slowly than it is unpacked.
const server = await startBlobsServer()
const context = { ...server.access, deployID: '0123456789abcdef01234567' }
const key = packKey(chromiumRelease.sha256)
const pack = await readFile(join('.netlify/deploy/v1/blobs/deploy', key)).catch(() => {
  throw new Error('There is no browser pack. Run: node scripts/chromium-pack.ts')
})
await getDeployStore(context).set(key, new Blob([new Uint8Array(pack)]))

// Both as a deploy has them: bundled, with all that can be. The stock package needs its own folder beside it.
const bundles = join(process.cwd(), 'node_modules/.cache/offstage/bench')
await build({
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true, external: ['@sparticuz/chromium'] },
  build: {
    ssr: true,
    outDir: bundles,
    rolldownOptions: { input: ['tests/bench/cold-ours.ts', 'tests/bench/cold-stock.ts'] },
  },
})

const account = `/sys/fs/cgroup/cpuacct/offstage-bench-${process.pid}`

interface Took {
  ms: number
  /** Processor time of the process and its children, in milliseconds. */
  cpuMs: number | undefined
}

async function cold(script: string, groups: string[]): Promise<Took> {
  const temp = await mkdtemp(join(folder, 'temp-'))
  const node = [process.execPath, join(bundles, script), join(folder, 'document.json')]
  const join0 = groups.map((group) => `echo $$ > ${group}/cgroup.procs; `).join('')
  const usage = join(account, 'cpuacct.usage')
  if (groups.includes(account)) await writeFile(usage, '0')
  const started = performance.now()
  const child = spawn('sh', ['-c', `${join0}exec "$@"`, 'sh', ...node], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: temp,
      NETLIFY_BLOBS_CONTEXT: server.context(context.deployID),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // The PDF is there when the script says so; how it winds up does not count.
  const took = await new Promise<Took>((resolve, reject) => {
    child.stdout.once('data', () => {
      const ms = performance.now() - started
      const cpuMs = groups.includes(account) ? Number(readFileSync(usage, 'utf8')) / 1e6 : undefined
      resolve({ ms, cpuMs })
    })
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
  })
  await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)))
  await rm(temp, { recursive: true, force: true, maxRetries: 5 })
  return took
}

async function compare(label: string, groups: string[]): Promise<void> {
  const ours: Took[] = []
  const stock: Took[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push(await cold('cold-ours.js', groups))
    stock.push(await cold('cold-stock.js', groups))
  }
  const line = (name: string, of: (took: Took) => number) => {
    const [mine, theirs] = [quantile(ours.map(of), 0.5), quantile(stock.map(of), 0.5)]
    say(
      `${label}, ${name}: ours ${mine.toFixed(0)} ms, stock ${theirs.toFixed(0)} ms, ${(theirs / mine).toFixed(2)} times faster (medians of ${rounds})`,
    )
  }
  line('by the clock', ({ ms }) => ms)
  if (ours[0]?.cpuMs !== undefined) line('processor time', ({ cpuMs }) => cpuMs ?? Number.NaN)
}

const limit = `/sys/fs/cgroup/cpu/offstage-bench-${process.pid}`
const accounted = await mkdir(account).then(
  () => [account],
  () => [],
)
await compare('no limit', accounted)
try {
  await mkdir(limit)
  await writeFile(join(limit, 'cpu.cfs_period_us'), '100000')
  await writeFile(join(limit, 'cpu.cfs_quota_us'), '60000')
  await compare('0.6 CPU', [...accounted, limit])
} catch (error) {
  say(`0.6 CPU: not measured, ${(error as Error).message}`)
} finally {
  await Promise.all([account, limit].map(removeGroup))
}
await server.stop()
say(`left in the temp folders: ${(await readdir(folder)).filter((name) => name.startsWith('temp-')).length}`)
await rm(folder, { recursive: true, force: true })

/** A group can be removed once its last process is gone. */
async function removeGroup(group: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const gone = await rmdir(group).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    )
    if (gone) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
