import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from 'puppeteer-core'
import type { Chromium } from './chromium.ts'
import { connect, pipeTransport } from './connect.ts'
import { launchFlags } from './launch-flags.ts'

/**
 * A running Chromium with one empty page, for one job. A fresh process parts jobs better than a fresh context
 * does, and with the bundled browser it costs the same.
 */
export interface Browser {
  page: Page
  /** The page's, for what puppeteer has no words for. */
  session: CDPSession
  /** `HeadlessChrome/153.0.8010.0` */
  version: string
  pid: number
  isAlive(): boolean
  /** Calls `listener` when the browser or its page dies. Returns how to stop. */
  onDeath(listener: () => void): () => void
  /** While it waits for work (`false`), a browser does not keep the process that started it alive. */
  keepsProcessAlive(yes: boolean): void
  /**
   * Kills the process with all its children and removes its profile. It is never asked to close: a hung page
   * would make it wait for ever. Safe to repeat.
   */
  kill(): Promise<void>
}

/** Chromium did not start. The message has its exit code and the end of what it wrote. */
export class BrowserLaunchError extends Error {
  override readonly name = 'BrowserLaunchError'
}

export interface LaunchOptions {
  /** Milliseconds until a start counts as failed. Default 20 s: a throttled cold start is slow. */
  timeoutMs?: number
  /** Where the profile goes. Default: the system's temp folder. */
  temp?: string
  /** Changes the flags; for tests that show what a flag is for. */
  flags?: (ours: string[]) => string[]
}

const PROFILE = 'offstage-profile-'
const running = new Set<{ process: ChildProcess; profile: string }>()
let watchesExit = false

export async function launch(chromium: Chromium, options: LaunchOptions = {}): Promise<Browser> {
  const { timeoutMs = 20_000, temp = tmpdir() } = options
  removeOrphanedProfiles(temp)
  // The owner's pid in the name tells later launches whose profile it is.
  const profile = await mkdtemp(join(temp, `${PROFILE}${process.pid}-`))
  const flags = (options.flags ?? ((ours) => ours))(launchFlags(chromium.kind, profile))
  const child = await start(chromium, flags, profile).catch((cause: Error) => {
    rmSync(profile, { recursive: true, force: true })
    throw new BrowserLaunchError(`${chromium.executablePath}: ${cause.message}`, { cause })
  })
  const entry = { process: child, profile }
  running.add(entry)
  killAllOnExit()

  let wrote = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    wrote = (wrote + chunk.toString('utf8')).slice(-2_000)
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const transport = pipeTransport(child.stdio[4] as Readable, child.stdio[3] as Writable)
  let killed: Promise<void> | undefined
  const kill = () => {
    killed ??= (async () => {
      child.ref()
      transport.close()
      killGroup(child)
      await Promise.race([exited, sleep(2_000, undefined, { ref: false })])
      // Children that outlive the first process write to the profile for a moment.
      for (let tries = 0; ; tries++) {
        try {
          rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
          break
        } catch (error) {
          if (tries === 5) throw error
          await sleep(20)
        }
      }
      running.delete(entry)
    })()
    return killed
  }

  let late = false
  const timer = setTimeout(() => {
    late = true
    transport.close()
  }, timeoutMs)
  try {
    const puppet = await connect(transport)
    const page = (await puppet.pages())[0] ?? (await puppet.newPage())
    const [version, session] = await Promise.all([puppet.version(), page.createCDPSession()])
    return {
      page,
      session,
      version,
      pid: child.pid ?? 0,
      isAlive: () => puppet.connected && child.exitCode === null && child.signalCode === null,
      onDeath(listener) {
        puppet.on('disconnected', listener)
        page.on('error', listener)
        return () => {
          puppet.off('disconnected', listener)
          page.off('error', listener)
        }
      },
      keepsProcessAlive(yes) {
        for (const handle of [child, ...child.stdio] as ({ ref?(): void; unref?(): void } | null)[]) {
          if (yes) handle?.ref?.()
          else handle?.unref?.()
        }
      },
      kill,
    }
  } catch (cause) {
    await kill()
    const how = late
      ? ` within ${timeoutMs} ms`
      : child.exitCode === null
        ? ''
        : ` (exit code ${child.exitCode})`
    const said = wrote.trim() === '' ? '' : `: ${wrote.trim()}`
    throw new BrowserLaunchError(`${chromium.executablePath} did not start${how}${said}`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function start(chromium: Chromium, flags: string[], profile: string): Promise<ChildProcess> {
  for (let tries = 0; ; tries++) {
    try {
      const child = spawn(chromium.executablePath, flags, {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
        // A group of its own, so that one signal reaches all of its processes.
        detached: process.platform !== 'win32',
        env: chromium.kind === 'bundled' ? { ...chromium.env, TMPDIR: profile } : undefined,
        cwd: profile,
      })
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve)
        child.once('error', reject)
      })
      return child
    } catch (error) {
      // Another process forked while it held the freshly written binary open; it lets go within moments.
      if ((error as NodeJS.ErrnoException).code !== 'ETXTBSY' || tries === 20) throw error
      await sleep(25)
    }
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

function killAllOnExit(): void {
  if (watchesExit) return
  watchesExit = true
  process.once('exit', () => {
    for (const { process: child, profile } of running) {
      killGroup(child)
      try {
        rmSync(profile, { recursive: true, force: true })
      } catch {
        // The next launch removes it.
      }
    }
  })
}

/** Removes the profiles of processes that were killed. */
function removeOrphanedProfiles(temp: string): void {
  for (const name of readdirSync(temp)) {
    if (!name.startsWith(PROFILE)) continue
    const owner = Number.parseInt(name.slice(PROFILE.length), 10)
    try {
      process.kill(owner, 0)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') continue
      rmSync(join(temp, name), { recursive: true, force: true })
    }
  }
}
