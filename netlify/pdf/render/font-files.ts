import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = new Map<string, Promise<Uint8Array>>()

/** The bytes of `@fontsource/…`, read once per instance. */
export function readFontFile(path: string): Promise<Uint8Array> {
  const known = cache.get(path)
  if (known !== undefined) return known
  const read = readFile(join(fontRoot(), path))
  cache.set(path, read)
  read.catch(() => cache.delete(path))
  return read
}

/** The `node_modules` beside or above the (bundled) module, then those of the working folder. */
export function nodeModulesFolders(): string[] {
  const folders = [...above(moduleFolder()), ...above(process.cwd())].map((folder) =>
    join(folder, 'node_modules'),
  )
  return [...new Set(folders)]
}

let root: string | undefined

function fontRoot(): string {
  root ??= nodeModulesFolders().find((folder) => existsSync(join(folder, '@fontsource/inter/files')))
  if (root === undefined) {
    throw new Error(
      'The fonts are not here: run "npm ci", and see that netlify.toml includes the font files in the function',
    )
  }
  return root
}

/** Bundlers that make CommonJS leave `import.meta.url` empty. */
function moduleFolder(): string {
  return import.meta.url ? dirname(fileURLToPath(import.meta.url)) : process.cwd()
}

function above(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...above(parent)]
}
