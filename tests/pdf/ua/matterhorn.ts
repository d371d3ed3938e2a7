import { annotationChecks } from './annotation-checks.ts'
import type { Checkpoint } from './checkpoint.ts'
import { documentChecks } from './document-checks.ts'
import { fontChecks } from './font-checks.ts'
import { structureChecks } from './structure-checks.ts'
import { syntaxChecks } from './syntax-checks.ts'

/** The 87 conditions of the Matterhorn Protocol 1.1 (PDF Association, 2021) that a machine can find. */
export const matterhorn: Checkpoint[] = [
  ...structureChecks,
  ...syntaxChecks,
  ...documentChecks,
  ...annotationChecks,
  ...fontChecks,
].toSorted((a, b) => (a.id < b.id ? -1 : 1))
