import type { JobWarning } from '../../../src/shared/job.ts'
import type { DocumentContent } from '../document.ts'
import type { ReadingModel, TableJudgement } from '../model/reading-model.ts'
import type { Placed } from '../recognise/compose.ts'
import type { Recognised } from '../recognise/recognise.ts'
import { partByRoles } from './by-roles.ts'
import { type Doubt, doubtsOf } from './doubts.ts'
import { qualityOf, worth } from './quality.ts'
import { questionOf } from './question.ts'

/** Tables, and cells, in one question. */
const MAX_TABLES = 6
const MAX_CELLS = 400
/** A table that the rules refuse is only taken for a rubric that accounts for most of its words. */
const MOSTLY = 0.6

/**
 * Asks a model what the tables are that the rules are in doubt about, and keeps its answer where that accounts
 * for the table no worse than the rules do. A failing model leaves what the rules found, with a warning.
 */
export async function settleDoubts(
  content: DocumentContent,
  recognised: Recognised,
  model: ReadingModel,
  signal?: AbortSignal,
): Promise<{ placed: Placed[]; warnings: JobWarning[] }> {
  const doubts = doubtsOf(content, recognised)
  const warnings: JobWarning[] = []
  let { placed } = recognised
  for (const group of groupsOf(doubts)) {
    signal?.throwIfAborted()
    const reply = await model.judgeTables(questionOf(group.map(({ grid }) => grid)))
    if ('problem' in reply) {
      warnings.push({
        code: 'MODEL_NOT_ASKED',
        message: `${count(group.length)} was read by rules that are not sure of it, and a language model could not be asked: ${reply.problem.message}`,
      })
      if (!reply.problem.retryable) break
      continue
    }
    for (const [at, doubt] of group.entries()) {
      const judged = reply.answer.find(({ table }) => table === at + 1)
      if (judged) placed = settled(placed, doubt, judged, recognised, content)
    }
  }
  return { placed, warnings }
}

function settled(
  placed: readonly Placed[],
  doubt: Doubt,
  judged: TableJudgement,
  { wrapped }: Recognised,
  content: DocumentContent,
): Placed[] {
  const { block, grid, parts } = doubt
  const own = placed.filter((item) => item.block === block)
  const part = judged.isRubric ? partByRoles(grid, judged, wrapped) : undefined
  let kept = own
  if (part) {
    const theirs = qualityOf(grid, [part], content)
    const ours = parts.length === 0 ? undefined : qualityOf(grid, parts, content)
    const better = ours ? worth(theirs) >= worth(ours) - 1e-9 : theirs.words >= MOSTLY
    if (better) kept = [{ part, block }]
  }
  const [first, ...rest] = kept
  // Who joins tables of different kinds has not looked.
  const before = placed.findLast((item) => item.block < block)
  const sameKind = before !== undefined && first !== undefined && before.part.kind === first.part.kind
  if (first && doubt.joining && judged.isRubric && (!judged.continues || sameKind)) {
    kept = [{ ...first, joined: judged.continues }, ...rest]
  }
  const others = placed.filter((item) => item.block !== block)
  return [...others, ...kept].sort((a, b) => a.block - b.block)
}

function groupsOf(doubts: readonly Doubt[]): Doubt[][] {
  const groups: Doubt[][] = []
  let cells = 0
  for (const doubt of doubts) {
    const own = doubt.grid.rows.length * doubt.grid.columns
    const last = groups.at(-1)
    if (last && last.length < MAX_TABLES && cells + own <= MAX_CELLS) {
      last.push(doubt)
      cells += own
    } else {
      groups.push([doubt])
      cells = own
    }
  }
  return groups
}

function count(tables: number): string {
  return tables === 1 ? 'A table of the document' : `Each of ${tables} tables of the document`
}
