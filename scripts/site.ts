import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

/** A running `netlify dev`: the page and every function on one address. */
export interface Site {
  /** Like `http://localhost:8888`, no trailing slash. */
  url: string
  /** All that it has printed so far. */
  output(): string
  /** Resolves when it has exited by itself or was stopped. */
  exited: Promise<void>
  /** Ends the site and everything it started. Safe to repeat. */
  stop(): Promise<void>
}

export interface SiteOptions {
  /** Default: any free port. */
  port?: number
  /** Added to the environment of the site and its functions. */
  env?: Record<string, string | undefined>
  /** Called with what the site prints, as it comes. */
  onOutput?: (text: string) => void
  /** Give up when it does not answer within this time, in milliseconds. Default 180 s. */
  startTimeoutMs?: number
}

const projectRoot = resolve(import.meta.dirname, '..')

/**
 * Starts the site with `netlify dev`, which needs no account and no network this way.
 *
 * @throws When the port is taken, or the site does not answer in time; the message carries its last output.
 */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const [port, pagePort, functionsPort] = await freePorts(options.port)
  const url = `http://localhost:${port}`
  let printed = ''
  const child = spawn(
    join(projectRoot, 'node_modules/.bin/node'),
    [
      join(projectRoot, 'node_modules/netlify-cli/bin/run.js'),
      'dev',
      // With edge functions on, the CLI downloads Deno and fails offline.
      '--internal-disable-edge-functions',
      '--no-open',
      ...['--command', `vite --port ${pagePort} --strictPort`],
      ...['--port', String(port), '--target-port', String(pagePort)],
      ...['--functions-port', String(functionsPort)],
    ],
    {
      cwd: projectRoot,
      // A group of its own: ending the CLI alone would orphan Vite.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NETLIFY_TELEMETRY_DISABLED: '1',
        BROWSER: 'none',
        PATH: `${join(projectRoot, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
        ...options.env,
      },
    },
  )
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-200_000)
      options.onOutput?.(text)
    })
  }
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    killGroup(child)
    await exited
  }
  try {
    await answering(url, exited, options.startTimeoutMs ?? 180_000)
  } catch (error) {
    await stop()
    throw new Error(`The site did not start: ${(error as Error).message}\n${printed.slice(-2_000)}`)
  }
  return { url, output: () => printed, exited, stop }
}

/** @throws When the port is not free; says which variable to change. */
export async function assertPortFree(port: number): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) {
    const error = await listenOnce(port, host)
    if (error?.code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is in use. Stop what listens there, or choose another: PORT=8889 npm start`,
      )
    }
  }
}

async function freePorts(wanted: number | undefined): Promise<[number, number, number]> {
  if (wanted !== undefined) await assertPortFree(wanted)
  const [first, second, third] = await Promise.all([freePort(), freePort(), freePort()])
  return [wanted ?? first, second, third]
}

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function listenOnce(port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((done) => {
    const server = createServer().once('error', (error) => done(error))
    server.listen(port, host, () => server.close(() => done(undefined)))
  })
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}

async function answering(url: string, exited: Promise<void>, timeoutMs: number): Promise<void> {
  let ended = false
  void exited.then(() => {
    ended = true
  })
  const until = Date.now() + timeoutMs
  let last: unknown
  while (Date.now() < until) {
    if (ended) throw new Error('netlify dev ended early')
    try {
      const [page, api] = await Promise.all([fetch(url), fetch(`${url}/api/session`)])
      await Promise.all([page.arrayBuffer(), api.arrayBuffer()])
      if (page.ok && api.ok) return
      last = `the page answered ${page.status}, /api/session answered ${api.status}`
    } catch (error) {
      last = error instanceof Error ? error.message : error
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`no answer within ${timeoutMs / 1000} s (${String(last)})`)
}
