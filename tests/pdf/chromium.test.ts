import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { getDeployStore } from '@netlify/blobs'
import { BlobsServer } from '@netlify/blobs/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { chromiumRelease } from '../../netlify/pdf/chromium-release.ts'
import { type FetchPack, packKey } from '../../netlify/pdf/pack.ts'
import { readTar } from '../../netlify/pdf/tar.ts'
import { unpackOnce } from '../../netlify/pdf/unpack.ts'
import { startBlobsServer } from '../blobs-server/start.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./print-from-pack.ts', import.meta.url))
let folder: string
let pack: Buffer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offstage-pack-test-'))
  await run(process.execPath, ['scripts/chromium-pack.ts', '--out', join(folder, 'blobs')])
  pack = await readFile(join(folder, 'blobs', packKey(chromiumRelease.sha256)))
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The pack with other bytes of the same length at one place. */
function changed(from: string, to: string): Buffer {
  const bytes = Buffer.from(pack)
  bytes.write(to, bytes.indexOf(from, 0, 'latin1'), 'latin1')
  return bytes
}

describe('browser pack', () => {
  it('is of the installed package', async () => {
    const about = await readFile('node_modules/@sparticuz/chromium/package.json', 'utf8')
    expect(JSON.parse(about).version).toBe(chromiumRelease.version)
  })

  it('is not made twice', async () => {
    const file = join(folder, 'blobs', packKey(chromiumRelease.sha256))
    const before = await stat(file)
    const { stdout } = await run(process.execPath, [
      'scripts/chromium-pack.ts',
      '--out',
      join(folder, 'blobs'),
    ])
    expect(stdout).toContain('kept')
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs)
  })

  it('comes from the deploy’s own Blobs store and prints, in three processes that start at once', async () => {
    const server = new BlobsServer({ directory: join(folder, 'server'), token: 'token' })
    const { port } = await server.start()
    const context = {
      siteID: 'site',
      deployID: '0123456789abcdef01234567',
      token: 'token',
      edgeURL: `http://127.0.0.1:${port}`,
      uncachedEdgeURL: `http://127.0.0.1:${port}`,
      primaryRegion: 'us-east-2',
    }
    try {
      const store = getDeployStore({ ...context, region: 'us-east-2' })
      await store.set(packKey(chromiumRelease.sha256), new Blob([new Uint8Array(pack)]))
      const temp = join(folder, 'instance')
      await mkdir(temp)
      const env = {
        ...process.env,
        NETLIFY_BLOBS_CONTEXT: Buffer.from(JSON.stringify(context)).toString('base64'),
      }
      const start = () => run(process.execPath, [script, temp], { env })
      const results = await Promise.all([start(), start(), start()])
      expect(results.map(({ stdout }) => stdout)).toEqual(['1 page', '1 page', '1 page'])
      const left = await readdir(temp)
      expect(left).toEqual([expect.stringMatching(/^offstage-chromium-[\d.]+-[0-9a-f]{12}-\d+$/)])
    } finally {
      await server.stop()
    }
  }, 120_000)

  it.each([
    ['cut short', () => pack.subarray(0, 1_000_000), /is damaged: it ends too early/],
    ['longer', () => Buffer.concat([pack, Buffer.alloc(1)]), /is damaged: it is longer than its list/],
    ['not a pack', () => Buffer.alloc(100, 'x'), /is damaged: it has no list of files/],
    ['broken inside', () => changed('(\xb5/\xfd', 'BAD!'), /is damaged: /],
    // Still readable: only the hash tells.
    ['changed', () => changed('libexpat', 'libexpaT'), /is damaged: its SHA-256 is/],
    ['leading outside', () => changed('lib/libexpat', '../evil/expa'), /is damaged: it has the unsafe path/],
  ])('is refused when it is %s', async (_, bytes, message) => {
    const temp = await mkdtemp(join(folder, 'damaged-'))
    const fetchPack: FetchPack = async (_key, take) => take(bytes())
    await expect(findChromium({ packageBin: null, temp, fetchPack })).rejects.toThrow(message)
    expect(await readdir(temp)).toEqual([])
  })

  it('is read the same however it is cut', async () => {
    const temp = await mkdtemp(join(folder, 'cut-'))
    const sizes = [1, 3, 7, 70_000, 3_000_000]
    const fetchPack: FetchPack = async (_key, take) => {
      for (let at = 0, turn = 0; at < pack.length; turn++) {
        const size = turn < 60 ? 1 : (sizes[turn % sizes.length] ?? 1)
        take(pack.subarray(at, at + size))
        at += size
      }
    }
    const whole: FetchPack = async (_key, take) => take(pack)
    const digest = async (from: FetchPack, folder: string) => {
      const { executablePath } = await findChromium({ packageBin: null, temp: folder, fetchPack: from })
      return createHash('sha256')
        .update(await readFile(executablePath))
        .digest('hex')
    }
    expect(await digest(fetchPack, temp)).toBe(await digest(whole, await mkdtemp(join(folder, 'whole-'))))
  }, 120_000)

  it('is missed with an error that says what to do', async () => {
    const server = await startBlobsServer()
    vi.stubEnv('NETLIFY_BLOBS_CONTEXT', server.context('0123456789abcdef01234567'))
    const temp = await mkdtemp(join(folder, 'missing-'))
    await expect(findChromium({ packageBin: null, temp })).rejects.toThrow(
      /no browser pack chromium-\w+\.pack\. Its build must run "npm run build"/,
    )
    expect(await readdir(temp)).toEqual([])
    await server.stop()
    vi.unstubAllEnvs()
  })
})

describe('findChromium', () => {
  it('takes CHROME_PATH at its word', async () => {
    expect(await findChromium({ chromePath: process.execPath })).toMatchObject({
      kind: 'installed',
      executablePath: process.execPath,
    })
    await expect(findChromium({ chromePath: '/no/such/chrome' })).rejects.toThrow(
      'CHROME_PATH names /no/such/chrome, where there is no file',
    )
  })
})

describe('unpackOnce', () => {
  it('fills a folder once and leaves nothing after a failure', async () => {
    const temp = await mkdtemp(join(folder, 'once-'))
    await expect(unpackOnce('thing', () => Promise.reject(new Error('disk full')), temp)).rejects.toThrow(
      'disk full',
    )
    expect(await readdir(temp)).toEqual([])
    let filled = 0
    const fill = async () => {
      filled++
    }
    const first = await unpackOnce('thing', fill, temp)
    expect(await unpackOnce('thing', fill, temp)).toBe(first)
    expect(filled).toBe(1)
    expect((await stat(first)).mode & 0o777).toBe(0o700)
  })
})

describe('readTar', () => {
  it('refuses a path that leads outside', () => {
    const header = Buffer.alloc(1024)
    header.write('../evil', 0)
    header.write('00000000000', 124)
    header.write('0', 156)
    expect(() => readTar(header)).toThrow('Unsafe path: ../evil')
  })
})
