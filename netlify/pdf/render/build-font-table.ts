import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatRanges } from './code-points.ts'
import { fontPath, fontSources } from './font-sources.ts'
import { readWoff2 } from './woff2.ts'

/**
 * Run after changing `font-sources.ts` or upgrading a font package:
 * `node netlify/pdf/render/build-font-table.ts`. A test fails while the table is out of date.
 */

/** What each file can draw, in the order of `fontSources`. */
export function buildFontTable(nodeModules: string): { table: Record<string, string>; bytes: number } {
  const table: Record<string, string> = {}
  let bytes = 0
  for (const source of fontSources) {
    for (const subset of source.subsets) {
      let common: Set<number> | undefined
      for (const face of source.faces) {
        const path = fontPath(source, subset, face)
        const file = readFileSync(`${nodeModules}/${path}`)
        const { outlines, codePoints } = readWoff2(file)
        if (outlines !== 'glyf') throw new Error(`${path} has ${outlines} outlines; Chromium needs TrueType`)
        bytes += file.length
        const has = new Set(codePoints)
        common = common === undefined ? has : new Set([...common].filter((point) => has.has(point)))
      }
      table[`${source.family}/${subset}`] = formatRanges(common ?? [])
    }
  }
  return { table, bytes }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { table, bytes } = buildFontTable(fileURLToPath(new URL('../../../node_modules', import.meta.url)))
  writeFileSync(new URL('font-table.json', import.meta.url), `${JSON.stringify(table, null, 2)}\n`)
  process.stdout.write(`${Object.keys(table).length} subsets, ${bytes} bytes of fonts\n`)
}
