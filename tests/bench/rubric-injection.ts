/**
 * Attacks on `enhance-rubric` with a model that obeys them, in every way it can. Run with
 * `node tests/bench/rubric-injection.ts`: one row a family of attacks, one column a way to get through.
 */
import { allAttacks, type Breach, obedienceNames, runAttack } from '../rubric-enhance/attack.ts'

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
