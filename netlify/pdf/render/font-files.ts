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

let root: string | undefined

/** The `node_modules` that has the fonts: beside or above the bundled function, or the working folder. */
function fontRoot(): string {
  root ??= [...above(moduleFolder()), ...above(process.cwd())]
    .map((folder) => join(folder, 'node_modules'))
    .find((folder) => existsSync(join(folder, '@fontsource/inter/files')))
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
