import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { brotliDecompress, constants, zstdCompress } from 'node:zlib'
import { chromiumRelease } from '../netlify/pdf/chromium-release.ts'
import { FRAME_BYTES, type PackList, packKey } from '../netlify/pdf/pack.ts'
import { readTar } from '../netlify/pdf/tar.ts'

/**
 * Makes the browser pack that a deploy fetches on its cold start and leaves it where `netlify build` uploads
 * files to the deploy's own Blobs store. Skips the work when the pack is there already.
 *
 *     node scripts/chromium-pack.ts [--out <folder>] [--level <1 to 19>]
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, '.netlify/deploy/v1/blobs/deploy') },
    level: { type: 'string', default: '9' },
  },
})
const say = (text: string) => process.stdout.write(`${text}\n`)

const packageFolder = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
  version: string
}
const cache = join(root, 'node_modules/.cache/offstage')

async function inflate(name: string): Promise<Buffer> {
  return promisify(brotliDecompress)(await readFile(join(packageFolder, 'bin', name)))
}

async function makePack(): Promise<Buffer> {
  const files = [
    { path: 'chromium', bytes: await inflate('chromium.br') },
    ...readTar(await inflate('al2023.tar.br')),
    ...readTar(await inflate('fonts.tar.br')).filter(({ path }) => path !== 'fonts.conf'),
  ]
  const content = Buffer.concat(files.map(({ bytes }) => bytes))
  const params = { [constants.ZSTD_c_compressionLevel]: Number(values.level) }
  const frames = await Promise.all(
    Array.from({ length: Math.ceil(content.length / FRAME_BYTES) }, (_, index) =>
      promisify(zstdCompress)(content.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES), { params }),
    ),
  )
  const list: PackList = {
    files: files.map(({ path, bytes }) => ({ path, bytes: bytes.length })),
    frames: frames.map(({ length }) => length),
  }
  const head = Buffer.from(JSON.stringify(list))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, ...frames])
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
}

const started = performance.now()
const cached = join(cache, `chromium-${version}-frames-zstd${values.level}-${process.versions.zstd}.pack`)
const ready = existsSync(cached)
const pack = ready ? await readFile(cached) : await makePack()
if (!ready) await keep(cached, pack)
const sha256 = digest(pack)

if (sha256 !== chromiumRelease.sha256 || version !== chromiumRelease.version) {
  // The functions are bundled after this script has run, so they get the new hash.
  await writeFile(
    join(root, 'netlify/pdf/chromium-release.ts'),
    `/** The browser that deploys run. Written by scripts/chromium-pack.ts. */
export const chromiumRelease = {
  /** Of @sparticuz/chromium. */
  version: '${version}',
  /** Of the browser pack. */
  sha256: '${sha256}',
}
`,
  )
  say('netlify/pdf/chromium-release.ts now names this browser: commit it')
}

const target = join(values.out, packKey(sha256))
if (!existsSync(target)) await keep(target, pack)
for (const name of await readdir(values.out)) {
  if (/^chromium-.*\.pack$/.test(name) && name !== packKey(sha256)) await rm(join(values.out, name))
}
const seconds = ((performance.now() - started) / 1000).toFixed(1)
say(
  `Browser pack: Chromium ${version}, ${(pack.length / 1e6).toFixed(1)} MB, ${ready ? 'kept' : 'made'} in ${seconds} s`,
)
