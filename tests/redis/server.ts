import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface RedisServer {
  url: string
  /** Kills the process with SIGKILL; what was not written to the append-only file is lost. */
  crash(): Promise<void>
  /** Starts it again on the same port and folder. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** The server's binary, or undefined where there is none. `REDIS_SERVER` names another, such as Valkey's. */
export async function findRedis(): Promise<string | undefined> {
  const named = process.env.REDIS_SERVER
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]
  const candidates = named
    ? [named]
    : folders.flatMap((f) => [join(f, 'redis-server'), join(f, 'valkey-server')])
  for (const candidate of candidates) {
    const found = await access(candidate).then(
      () => true,
      () => false,
    )
    if (found) return candidate
  }
  return undefined
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  server.close()
  await once(server, 'close')
  return port
}

/** A real server on a free port, in a folder of its own. `durable` keeps commands on disk: before each reply, or every second. */
export async function startRedis(
  binary: string,
  options: { durable?: 'always' | 'everysec' } = {},
): Promise<RedisServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'offstage-redis-'))
  let child: ChildProcess | undefined

  async function start() {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    if (options.durable) args.push('--appendonly', 'yes', '--appendfsync', options.durable)
    const started = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    child = started
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject)
      started.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
      started.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('Ready to accept connections')) resolve()
      })
    })
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM') {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null) return
    running.kill(signal)
    await once(running, 'exit')
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    crash: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
