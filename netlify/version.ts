import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Tells apart whatever decides results besides their input. On Netlify it is the deploy, which code, packages,
 * fonts and browser are all part of; nobody has to remember to count it up. On a developer's machine it is a
 * hash of the sources and of the locked packages as they are at this moment. Undefined where there is neither.
 */
export async function siteVersion(
  deploy: { id?: string; context?: string } | undefined,
  root = process.cwd(),
): Promise<string | undefined> {
  if (deploy?.id && deploy.id !== '0' && deploy.context !== 'dev') return `deploy ${deploy.id}`
  const paths = ['package-lock.json']
  try {
    for (const folder of ['netlify', 'src']) {
      for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) paths.push(join(entry.parentPath, entry.name).slice(root.length + 1))
      }
    }
    const contents = await Promise.all(paths.sort().map((path) => readFile(join(root, path))))
    const hash = createHash('sha256')
    contents.forEach((bytes, at) => {
      hash.update(`${paths[at]} ${bytes.length}\n`).update(bytes)
    })
    return `sources ${hash.digest('hex')}`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
