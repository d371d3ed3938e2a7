import { say } from '../bench/figures.ts'
import { startCanaries } from '../pdf/canary/canaries.ts'
import { fields, resumeOf } from '../pdf/canary/fields.ts'
import { payloads } from '../pdf/canary/payloads.ts'
import { textOf } from '../pdf/canary/text.ts'
import { documentOf } from '../pdf/documents.ts'
import { finish, product } from '../product.ts'

/**
 * The whole matrix: every payload alone on a page that escapes nothing, and every payload in every field of
 * every template and of a published theme. One print holds all fields, each with another payload, and as many
 * prints follow as there are payloads.
 *
 *     node tests/soak/canaries.ts
 */
const { exportPdfInput, printPdf, renderResume, sharedPool, templateIds } = await product<
  typeof import('./canary-modules.ts')
>('tests/soak/canary-modules.ts')
const { render } = await import('jsonresume-theme-even')
const canaries = await startCanaries()
const all = payloads(canaries)
let prints = 0

async function check(what: string, pdf: Uint8Array): Promise<void> {
  prints++
  if (canaries.hits.length > 0) throw new Error(`${what} reached ${canaries.hits.join(', ')}`)
  if ((await textOf(pdf)).includes(canaries.secret)) throw new Error(`${what} printed the canary file`)
}

for (const [name, payload] of all) {
  const { bytes } = await printPdf(documentOf(`<p>Before</p>${payload}<p>After</p>`))
  await check(name, bytes)
}
say(`${all.length} payloads alone, escaped by nobody: nothing reached`)

const attack = (shift: number) =>
  resumeOf((field) => all[(fields.indexOf(field) + shift) % all.length]?.[1] ?? '')
for (const template of templateIds) {
  for (let shift = 0; shift < all.length; shift++) {
    const input = exportPdfInput.parse({ resume: attack(shift), template })
    const { bytes } = await printPdf(await renderResume(input))
    await check(`${template}, shift ${shift}`, bytes)
  }
  say(`${template}: ${all.length} payloads in ${fields.length} fields: nothing reached`)
}
for (let shift = 0; shift < all.length; shift++) {
  const resume = JSON.parse(
    // The theme throws on dates and countries that are none.
    JSON.stringify(attack(shift), (key, value) =>
      /date$/i.test(key) ? '2020-01-01' : key === 'countryCode' ? 'CH' : value,
    ),
  )
  const { bytes } = await printPdf({ ...documentOf(''), html: render(resume) })
  await check(`jsonresume-theme-even, shift ${shift}`, bytes)
}
say('jsonresume-theme-even: nothing reached')
await new Promise((resolve) => setTimeout(resolve, 1_000))
if (canaries.hits.length > 0) throw new Error(`Something late reached ${canaries.hits.join(', ')}`)
say(`${prints} prints, 0 packets, 0 bytes of the canary file`)
await Promise.all([canaries.close(), sharedPool.close(), finish()])
