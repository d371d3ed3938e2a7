import { existsSync } from 'node:fs'
import { join } from 'node:path'
import about from '../../../package.json' with { type: 'json' }
import { themePackage } from '../../../src/shared/export-pdf.ts'
import { nodeModulesFolders } from './font-files.ts'

/**
 * Whether the theme of `theme:<package>` is installed, for refusing it before a job is made. A function that
 * starts jobs carries no packages, so the site's dependencies as they were when it was built count as installed;
 * on a developer's machine whatever lies in `node_modules` does too.
 */
export function themeInstalled(name: string): boolean {
  if (!themePackage.test(name)) return false
  if (Object.hasOwn(about.dependencies, name)) return true
  return nodeModulesFolders().some((folder) => existsSync(join(folder, name, 'package.json')))
}
