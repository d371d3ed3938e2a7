import { copyFile, cp, link, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

const projectRoot = resolve(import.meta.dirname, '../..')

/** Not needed to run the site, or its own in each copy. */
const LEFT_OUT = new Set(['node_modules', '.git', '.netlify', 'dist', 'docs', 'tests'])

const WITH_INCLUDED_FILES = new Set(['@fontsource', 'pdfjs-dist'])

/**
 * A copy of the project with a Blobs sandbox and caches of its own, so that nobody's edits or runs disturb it.
 *
 * Packages are links, but not those with `included_files`: netlify-cli 27 makes a link once for each included
 * file that is reached through it, and fails at the second (EEXIST).
 */
export async function copyProject(): Promise<{ root: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'offstage-page-'))
  await cp(projectRoot, root, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) })
  // The root's tsconfig.json refers to it, and compilers read that.
  await mkdir(join(root, 'tests'))
  await copyFile(join(projectRoot, 'tests/tsconfig.json'), join(root, 'tests/tsconfig.json'))
  const packages = join(projectRoot, 'node_modules')
  await mkdir(join(root, 'node_modules'))
  for (const name of await readdir(packages)) {
    if (WITH_INCLUDED_FILES.has(name)) await linkFiles(join(packages, name), join(root, 'node_modules', name))
    else await symlink(join(packages, name), join(root, 'node_modules', name))
  }
  return { root, remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) }
}

async function linkFiles(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(to, source.slice(from.length))
    await mkdir(dirname(target), { recursive: true })
    // Another file system than the temp folder's has no hard links to it.
    await link(source, target).catch(() => copyFile(source, target))
  }
}
