import type { Environment } from '../results.ts'
import type { ListCheck } from './factCheck.ts'
import type { SquarePlan } from './plan.ts'

/** Work on a merchant's cache: how long it took, its calls at the vendor, and what Firestore bills for it. */
export interface Stage {
  readonly ms: number
  readonly calls: number
  readonly reads: number
  readonly writes: number
  /** The load average of the machine in the last minute when it ended. */
  readonly load: number
}

/** The results of `npm run bench -- square`, as its JSON file has them. */
export interface SquareResults {
  readonly environment: Environment
  readonly merchant: Pick<SquarePlan, 'orders' | 'lineItems' | 'availabilities'>
  readonly latencyMs: number
  /** The first sync: what the vendor has, and then what is computed from it. */
  readonly first: { readonly copied: Stage; readonly computed: Stage }
  readonly changes: SquarePlan['changes']
  /** `brought`: records that the run wrote, computed ones included. */
  readonly incremental: Stage & { readonly brought: number }
  /** A run that finds nothing. */
  readonly quiet: Stage & { readonly brought: number }
  /** The parts of a cache's daily rebuilding. */
  readonly rebuild: { readonly clear: Stage; readonly read: Stage; readonly write: Stage }
  /** Every list of Tidemark's at the end, by its stream. */
  readonly lists: Readonly<Record<string, ListCheck>>
  /** The documents of the rebuilt cache at the end, by its collection. */
  readonly rebuilt: Readonly<Record<string, number>>
}

/** Several stages, one after another, as one, with the highest load of any. */
export function sumOf(stages: readonly Stage[]): Stage {
  const total = (name: keyof Stage): number => stages.reduce((sum, stage) => sum + stage[name], 0)
  const load = Math.max(...stages.map((stage) => stage.load))
  return { ms: total('ms'), calls: total('calls'), reads: total('reads'), writes: total('writes'), load }
}
