import type { Lease } from '../../cache/lease.ts'
import { readState } from '../../cache/state.ts'
import type { Meter } from '../../lib/meter.ts'
import type { Dependent } from '../../model/pipeline.ts'
import type { SyncContext } from '../context.ts'

/** The dependents of a pipeline by what they need of its commits. */
export interface ToldDependents {
  readonly told: readonly Dependent[]
  /** The dependents that begin once this pipeline has been copied, and need no report of its records. */
  readonly waiting: readonly Dependent[]
}

/**
 * Tells which dependents need reports. What is computed from a pipeline that was never copied cannot have begun, and computes all of it
 * when it does: reports of a first copy would be written and read for nothing. One read for each of these.
 */
export async function dependentsOfCopy(
  { db, dependents }: Pick<SyncContext, 'db' | 'dependents'>,
  { state }: Pick<Lease, 'state'>,
  meter: Meter,
): Promise<ToldDependents> {
  if (state.bound !== null) return { told: dependents, waiting: [] }
  const computed = new Set(dependents.filter(({ isComputed }) => isComputed).map(({ pipeline }) => pipeline))
  const unbegun = new Set<string>()
  for (const pipeline of computed) {
    // Under a watermark document that was lost one may have begun all the same.
    const { state: own } = await readState(db, pipeline, meter)
    if (own === null || own.bound === null) unbegun.add(pipeline)
  }
  return {
    told: dependents.filter(({ pipeline }) => !unbegun.has(pipeline)),
    waiting: dependents.filter(({ pipeline }) => unbegun.has(pipeline)),
  }
}
