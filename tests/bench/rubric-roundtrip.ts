import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { type Comparison, difference } from '../rubric/generate/compare.ts'
import { lookOf, type PageLook, pageLooks } from '../rubric/generate/looks.ts'
import { printable, specimensOf } from '../rubric/generate/page.ts'
import { type WriterName, writers } from '../rubric/generate/print.ts'
import { makeSpecimen, type Specimen } from '../rubric/generate/rubric.ts'

/**
 * Generated rubrics through print and back. Usage: `node tests/bench/rubric-roundtrip.ts [count] [format] [first seed]`.
 * PDF goes through Chromium and takes a minute or two; name another format to leave it out. Format `looks`
 * prints every look that a page can have, `pdf-<look>` one of them.
 */
const count = Number(process.argv[2] ?? 300)
const only = process.argv[3]
const first = Number(process.argv[4] ?? 1)
const show = Number(process.env.SHOW ?? 5)

function report(name: string, same: number, failures: string[], startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(
    `${name.padEnd(16)} ${same}/${count} identical (${((100 * same) / count).toFixed(1)} %) in ${seconds} s\n`,
  )
  for (const failure of failures.slice(0, show)) process.stdout.write(`    ${failure}\n`)
}

async function compare(
  bytes: Uint8Array,
  specimens: readonly Specimen[],
  comparison: Comparison,
): Promise<string | undefined> {
  try {
    const { rubrics } = await extractRubrics(bytes)
    return difference(rubrics, specimens, comparison)
  } catch (error) {
    return error instanceof Error ? (error.stack?.slice(0, 300) ?? error.message) : String(error)
  }
}

for (const [name, write] of Object.entries(writers)) {
  if (only && only !== name) continue
  const startedAt = performance.now()
  const failures: string[] = []
  for (let seed = first; seed < first + count; seed++) {
    const specimen = makeSpecimen(seed)
    const different = await compare(write(specimen), [specimen], { writer: name as WriterName })
    if (different) failures.push(`seed ${seed}: ${different}`)
  }
  report(name, count - failures.length, failures, startedAt)
}

if (!only || only === 'looks' || only.startsWith('pdf')) {
  const usual: PageLook[] = ['ruled', 'borderless', 'horizontal']
  const { printPages } = await import('./print-pages.ts')
  for (const look of pageLooks) {
    if (only?.startsWith('pdf-') ? only !== `pdf-${look}` : only !== 'looks' && !usual.includes(look))
      continue
    const startedAt = performance.now()
    const failures: string[] = []
    let seed = first - 1
    const pages = await Promise.all(Array.from({ length: count }, (_, at) => printable(first + at, look)))
    for await (const pdf of printPages(pages)) {
      seed++
      const { foldsCase = false } = lookOf(look)
      const different = await compare(pdf, specimensOf(seed, look), { writer: 'pdf', foldsCase })
      if (different) failures.push(`seed ${seed}: ${different}`)
    }
    report(`pdf-${look}`, count - failures.length, failures, startedAt)
  }
}
