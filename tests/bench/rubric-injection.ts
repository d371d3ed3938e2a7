/**
 * Attacks on `enhance-rubric` with a model that obeys them, in every way it can. Run with
 * `node tests/bench/rubric-injection.ts`: one row a family of attacks, one column a way to get through.
 */
import { allAttacks, type Breach, obedienceNames, runAttack } from '../rubric-enhance/attack.ts'
import { extractBreaches, extractPaths } from '../rubric-model/attack.ts'

const columns: Breach[] = [
  'number',
  'criterion',
  'outside',
  'points in a text',
  'hidden text',
  'link or formula',
]
const families = [...new Set(allAttacks.map(({ family }) => family))]
const table = new Map(
  families.map((family) => [
    family,
    { attacks: 0, runs: 0, proposals: 0, breaches: new Map<Breach, number>() },
  ]),
)

for (const [number, attack] of allAttacks.entries()) {
  const row = table.get(attack.family)
  if (!row) continue
  row.attacks += 1
  for (const obedience of obedienceNames) {
    const { breaches, proposals } = await runAttack(attack, number, obedience)
    row.runs += 1
    row.proposals += proposals
    for (const breach of breaches) row.breaches.set(breach, (row.breaches.get(breach) ?? 0) + 1)
  }
}

const line = (cells: (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)
line(['attacks', 'number of', 'runs', 'texts proposed', ...columns])
line(['---', '---', '---', '---', ...columns.map(() => '---')])
for (const [family, { attacks, runs, proposals, breaches }] of table) {
  line([family, attacks, runs, proposals, ...columns.map((breach) => breaches.get(breach) ?? 0)])
}

// The same attacks on `extract-rubric`: in the cells of a table that the rules are in doubt about, and in the
// picture of a page beside a page of text.
process.stdout.write('\n')
line(['extract-rubric', 'attacks', 'runs', ...extractBreaches])
line(['---', '---', '---', ...extractBreaches.map(() => '---')])
for (const [path, run] of Object.entries(extractPaths)) {
  const breaches = new Map<string, number>()
  let runs = 0
  for (const [number, attack] of allAttacks.entries()) {
    for (const result of await run(attack, number)) {
      runs += 1
      for (const breach of result) breaches.set(breach, (breaches.get(breach) ?? 0) + 1)
    }
  }
  line([path, allAttacks.length, runs, ...extractBreaches.map((breach) => breaches.get(breach) ?? 0)])
}
process.stdout.write(
  'In a picture the text is the model’s by nature: code guarantees that all of it is marked, bounded and without hidden characters, and that the page of text reads as without the picture.\n',
)
