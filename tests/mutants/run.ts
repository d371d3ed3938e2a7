import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Mutant } from './mutants.ts'
import { mutants } from './mutants.ts'

/**
 * Applies each seeded fault to a copy of the repository and shows which test notices it:
 *
 *     node tests/mutants/run.ts
 *     node tests/mutants/run.ts --only netlify/store/blobs --jobs 1
 *     node tests/mutants/run.ts --suite simulation
 *
 * Exits with 1 when a fault survives, or when a suite fails without one.
 */
const root = new URL('../..', import.meta.url).pathname
const SUITE_TIMEOUT_MS = 300_000

type Suite = { vitest: string[] } | { simulation: 'memory' | 'blobs' }

/** What is run for a fault in a file, cheapest first, until one notices. */
function suitesFor(file: string): Suite[] {
  if (file.startsWith('netlify/store/blobs/')) {
    return [
      { vitest: ['tests/store/blobs-faults.test.ts', 'tests/store/blobs-budget.test.ts'] },
      { vitest: ['tests/store/blobs.test.ts'] },
      { simulation: 'blobs' },
      { vitest: ['tests/store/differential.test.ts'] },
    ]
  }
  if (file === 'netlify/store/memory.ts') {
    return [{ vitest: ['tests/store/memory.test.ts'] }, { simulation: 'memory' }]
  }
  if (file.startsWith('netlify/store/redis/')) return [{ vitest: ['tests/redis'] }]
  if (file.startsWith('netlify/store/postgres/')) return [{ vitest: ['tests/postgres'] }]
  const http = ['run', 'status', 'trigger', 'reuse'].map((name) => `tests/http/${name}.test.ts`)
  // First where faults show as waiting for ever, which costs no real time.
  if (file.endsWith('look-after.ts')) return [{ simulation: 'memory' }, { vitest: http }]
  return [{ vitest: http }, { simulation: 'memory' }, { simulation: 'blobs' }]
}

const nameOf = (suite: Suite) =>
  'vitest' in suite ? suite.vitest.join(' ') : `tests/simulation (${suite.simulation})`

function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'offstage-mutants-'))
  for (const entry of readdirSync(root)) {
    if (entry.startsWith('.') || entry === 'node_modules' || entry === 'dist') continue
    cpSync(join(root, entry), join(copy, entry), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

function execute(copy: string, args: string[]): Promise<{ code: number; out: string; late: boolean }> {
  return new Promise((resolve) => {
    const options = {
      cwd: copy,
      timeout: SUITE_TIMEOUT_MS,
      killSignal: 'SIGKILL' as const,
      maxBuffer: 1 << 28,
    }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const late = Boolean(error?.killed)
      resolve({ code: error ? Number(error.code ?? 1) : 0, out: stdout + stderr, late })
    })
  })
}

/** The first test that fails, or undefined. */
async function noticedBy(copy: string, suite: Suite): Promise<string | undefined> {
  if ('simulation' in suite) {
    const file = 'tests/simulation/run.ts'
    const args = ['--histories', '1000', '--failures', '1', '--threads', '1', '--driver', suite.simulation]
    const { code, out, late } = await execute(copy, [file, ...args])
    if (late) return `${nameOf(suite)}: takes for ever`
    if (code === 0) return undefined
    const [, seed, violation] = /seed (\d+):\n {2}(.*)/.exec(out) ?? []
    return seed
      ? `${nameOf(suite)}: seed ${seed}: ${anonymous(violation ?? '')}`
      : `${nameOf(suite)}: ${out.slice(-200)}`
  }
  const report = join(copy, 'vitest-report.json')
  rmSync(report, { force: true })
  const bin = join(root, 'node_modules/vitest/vitest.mjs')
  const args = ['run', '--bail', '1', '--reporter', 'json', '--outputFile', report, ...suite.vitest]
  const { code, out, late } = await execute(copy, [bin, ...args])
  if (late) return `${nameOf(suite)}: takes for ever`
  if (code === 0) return undefined
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[]
    }
    for (const { name, assertionResults } of testResults) {
      const test = assertionResults.find(({ status }) => status === 'failed')
      if (test) return `${name.slice(copy.length + 1)}: ${test.fullName}`
    }
  } catch {
    // Without a report the suite did not even start; its output says why.
  }
  return `${nameOf(suite)}: ${out.trim().slice(-200)}`
}

const anonymous = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<job>')

async function judge(
  copy: string,
  { file, find, replace }: Mutant,
  suites: Suite[],
): Promise<string | undefined> {
  const path = join(copy, file)
  const original = readFileSync(path, 'utf8')
  if (original.split(find).length !== 2) throw new Error(`${file} does not have exactly one ${find}`)
  writeFileSync(
    path,
    original.replace(find, () => replace),
  )
  try {
    for (const suite of suites) {
      const killer = await noticedBy(copy, suite)
      if (killer) return killer
    }
    return undefined
  } finally {
    writeFileSync(path, original)
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      jobs: { type: 'string', default: '2' },
      suite: { type: 'string', default: '' },
      'skip-baseline': { type: 'boolean', default: false },
    },
  })
  const suitesOf = (file: string) => suitesFor(file).filter((suite) => nameOf(suite).includes(values.suite))
  const chosen = mutants.filter(({ file, about }) => `${file} ${about}`.includes(values.only))
  const copies = Array.from({ length: Number(values.jobs) }, copyRepository)
  const say = (line: string) => process.stdout.write(`${line}\n`)
  let bad = 0
  try {
    if (!values['skip-baseline']) {
      const suites = new Map(
        chosen.flatMap(({ file }) => suitesOf(file)).map((suite) => [nameOf(suite), suite]),
      )
      for (const suite of suites.values()) {
        const failure = await noticedBy(copies[0] ?? '', suite)
        if (failure) {
          bad += 1
          say(`Fails without any fault: ${failure}`)
        }
      }
    }
    say('| fault | in | killed by |\n| --- | --- | --- |')
    const queue = [...chosen]
    await Promise.all(
      copies.map(async (copy) => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const killer = await judge(copy, next, suitesOf(next.file))
          if (!killer) bad += 1
          say(`| ${next.about} | ${next.file.replace('netlify/', '')} | ${killer ?? '**nothing**'} |`)
        }
      }),
    )
    say(`${chosen.length} faults, ${bad} problems`)
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true })
  }
  process.exitCode = bad > 0 ? 1 : 0
}

await main()
