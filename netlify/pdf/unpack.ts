import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Fills `<temp>/<name>` once per machine and returns its path. `fill` writes into a private folder beside it,
 * which takes the name in one step when it is complete: processes that unpack at the same time do not see
 * each other's half-written files, and nobody runs a binary that is still being written (ETXTBSY).
 *
 * The temp folder may be shared with other users, so a folder of that name which is not ours is refused.
 */
export async function unpackOnce(
  name: string,
  fill: (folder: string) => Promise<void>,
  temp: string = tmpdir(),
): Promise<string> {
  const user = process.getuid?.() ?? 0
  const target = join(temp, `${name}-${user}`)
  if (await isOurs(target, user)) return target
  const partial = await mkdtemp(`${target}-partial-`)
  try {
    await fill(partial)
    await writeFontConfig(partial, target)
    await chmod(partial, 0o700)
    await rename(partial, target)
  } catch (error) {
    // Another process was faster: its folder is as good as ours.
    if (!isTaken(error) || !(await isOurs(target, user))) throw error
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  return target
}

async function isOurs(folder: string, user: number): Promise<boolean> {
  const found = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!found) return false
  if (!found.isDirectory() || (process.getuid && found.uid !== user)) {
    throw new Error(`${folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own`)
  }
  return (await readdir(folder)).length > 0
}

function isTaken(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOTEMPTY' || code === 'EEXIST'
}

/** Writes a file below `folder`, with the folders that its path needs. */
export async function writeEntry(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, bytes, { mode: 0o700 })
}

/** Chromium finds these fonts and no others, so that a page looks the same on every machine. */
async function writeFontConfig(folder: string, target: string): Promise<void> {
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${target}/fonts</dir>
  <cachedir>${target}/font-cache</cachedir>
</fontconfig>
`
  await writeFile(join(folder, 'fonts.conf'), config)
}
