import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseResume } from '../src/export/resume-file.ts'
import { createJobClient, type JobClient } from '../src/jobs/job-client.ts'
import { JobError } from '../src/jobs/job-error.ts'
import { createJobRun } from '../src/jobs/job-run.ts'
import type { ExportPdfOutput } from '../src/shared/export-pdf.ts'
import type { CompletedJob } from '../src/shared/job.ts'
import { startSite } from './site.ts'
import { terminalProgress } from './terminal-progress.ts'

const USAGE = `Usage: npm run export -- resume.json [out.pdf] [options]

Makes a PDF of a resume (JSON Resume format).

  --template <name>  modern, classic, sidebar, compact, academic, creative or
                     theme:<package>                            (default modern)
  --paper <name>     a4 or letter                                  (default a4)
  --fit <pages>      tighten until it fits this many pages
  --url <address>    the site to ask  (default http://localhost:8888; when no
                     site runs there, one is started and stopped again)
  --help             this text

Exit status: 0 made, 1 failed, 2 wrong usage or input, 130 interrupted.
`

const DEFAULT_URL = 'http://localhost:8888'

/** Ends the command with a text for the person at the terminal. */
class CommandError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}

const exitCodes: Partial<Record<JobError['kind'], number>> = { refused: 2, cancelled: 130, stopped: 130 }

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`)
  if (error instanceof CommandError) return error.exitCode
  if (error instanceof JobError) return exitCodes[error.kind] ?? 1
  return 1
})

async function main(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args)
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [inputPath, outputPath] = positionals
  if (inputPath === undefined || positionals.length > 2) throw new CommandError(USAGE, 2)
  const resume = await readResume(inputPath)
  const fit = values.fit === undefined ? undefined : Number(values.fit)

  let interruptedAt: number | undefined
  let cancel = () => {}
  const interrupt = () => {
    if (interruptedAt !== undefined) {
      // One Ctrl-C arrives twice under npm: from the terminal, and passed on.
      if (Date.now() - interruptedAt > 500) process.exit(130)
      return
    }
    interruptedAt = Date.now()
    process.stderr.write('\nCancelling …\n')
    cancel()
  }
  process.on('SIGINT', interrupt)
  const site = await findSite(values.url)
  const run = createJobRun<ExportPdfOutput>({ client: site.client, type: 'export-pdf' })
  cancel = () => void run.cancel()
  const progress = terminalProgress(process.stdout)
  const unsubscribe = run.subscribe(() => progress.show(run.getState()))
  try {
    if (interruptedAt !== undefined) return 130
    const job = await run.start({
      resume,
      template: values.template,
      paper: values.paper,
      ...(fit !== undefined && { fit }),
    })
    progress.end()
    const path = resolve(outputPath ?? basename(job.output.file?.fileName ?? 'resume.pdf'))
    const bytes = await site.client.file(linkOf(job))
    await writeFile(path, bytes)
    for (const { message } of job.output.warnings ?? []) process.stderr.write(`Warning: ${message}\n`)
    const { pages } = job.output
    process.stdout.write(
      `${path}  (${pages} ${pages === 1 ? 'page' : 'pages'}, ${Math.ceil(bytes.length / 1000)} kB)\n`,
    )
    return 0
  } finally {
    progress.end()
    unsubscribe()
    // `interrupt` stays: until the site has stopped, a further Ctrl-C must not end this half way.
    run.stop()
    await site.stop()
  }
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        template: { type: 'string', default: 'modern' },
        paper: { type: 'string', default: 'a4' },
        fit: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new CommandError(`${messageOf(error)}\n\n${USAGE}`, 2)
  }
}

async function readResume(path: string) {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}`,
      2,
    )
  })
  const result = parseResume(text, basename(path), 'json')
  if ('loaded' in result) return result.loaded.resume
  const { message, issues } = result.problem
  throw new CommandError([`${path}: ${message}`, ...issueLines(issues)].join('\n'), 2)
}

interface FoundSite {
  client: JobClient
  stop(): Promise<void>
}

/** The site that was named, or the one that runs here, or a new one for this command alone. */
async function findSite(url: string | undefined): Promise<FoundSite> {
  if (url !== undefined && !URL.canParse(url))
    throw new CommandError(`--url must be an address, got ${url}`, 2)
  const address = url ?? DEFAULT_URL
  if (url !== undefined || (await answers(address))) {
    return { client: terminalClient(address), stop: async () => {} }
  }
  process.stderr.write('No site runs here; starting one …\n')
  const started = await startSite()
  return { client: terminalClient(started.url), stop: () => started.stop() }
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/session', address), { signal: AbortSignal.timeout(5000) })
    await response.body?.cancel()
    // Something else may run there; a page server answers every address with its page.
    return response.ok && !response.headers.get('content-type')?.startsWith('text/html')
  } catch {
    return false
  }
}

/** A client that keeps the visitor's cookie and names its origin, as a browser does. */
function terminalClient(address: string): JobClient {
  const { origin } = new URL(address)
  const cookies = new Map<string, string>()
  return createJobClient({
    baseUrl: address,
    async fetch(input, init) {
      const headers = new Headers(init?.headers)
      headers.set('origin', origin)
      // Only the site itself may see its cookie; a signed link works without.
      const target = new URL(input instanceof Request ? input.url : input)
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      if (cookie !== '' && target.origin === origin) headers.set('cookie', cookie)
      const response = await fetch(input, { ...init, headers })
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (name !== undefined && value !== undefined) cookies.set(name, value)
      }
      return response
    },
  })
}

function linkOf(job: CompletedJob<ExportPdfOutput>): string {
  const { downloadUrl } = job.output
  if (downloadUrl === undefined) throw new CommandError('The job has finished without a file.', 1)
  return downloadUrl
}

function messageOf(error: unknown): string {
  if (!(error instanceof JobError)) return error instanceof Error ? error.message : String(error)
  const cause = error.kind === 'unreachable' && error.cause instanceof Error ? error.cause.cause : undefined
  const detail =
    cause instanceof Error ? ` (${cause.cause instanceof Error ? cause.cause.message : cause.message})` : ''
  return [`${error.message}${detail} [${error.code}]`, ...issueLines(error.issues)].join('\n')
}

function issueLines(issues: readonly { pointer: string; message: string }[]): string[] {
  return issues.map(({ pointer, message }) => `  ${pointer === '' ? '(whole file)' : pointer}: ${message}`)
}
