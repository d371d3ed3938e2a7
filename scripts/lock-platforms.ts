import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/**
 * `npm run lock`: completes package-lock.json after `npm install`.
 *
 * Native packages name one optional package per platform. Where a registry mirror lacks those of other
 * platforms, npm leaves them out of the lock, and `npm ci` then refuses the lock as incomplete. Entries that
 * say which platform they are for satisfy it: npm skips them on any other, without asking the registry.
 */
interface Entry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const path = resolve(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(await readFile(path, 'utf8')) as { packages: Record<string, Entry> }
const systems = 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' ')
const processors = 'arm64 x64 ia32 arm ppc64 s390x riscv64 loong64 mips64el wasm32'.split(' ')
const otherNames: Record<string, string> = {
  gnueabihf: 'arm',
  musleabihf: 'arm',
  eabi: 'arm',
  armv7: 'arm',
  wasi: 'wasm32',
}

let added = 0
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isThere(parent, name)) continue
    const version = range.replace(/^[\^~]/, '')
    const words = name.split(/[/-]/)
    const os = systems.filter((system) => words.includes(system))
    const named = words.map((word) => otherNames[word] ?? word)
    const cpu = processors.filter((processor) => named.includes(processor))
    if (os.length === 0 && cpu.length === 0) {
      process.stderr.write(`${name} is missing and names no platform: left out\n`)
      continue
    }
    const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : []
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(libc.length > 0 ? { libc } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    }
    added += 1
  }
}

/** Whether Node would find the package from there: beside, or in any folder above. */
function isThere(parent: string, name: string): boolean {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const at = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`
    if (lock.packages[at]) return true
    if (!folder) return false
    if (!folder.includes('/node_modules/')) folder = ''
    if (!folder && lock.packages[`node_modules/${name}`]) return true
  }
}

const sorted = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en'))
await writeFile(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
process.stdout.write(`${added} platform packages added\n`)
