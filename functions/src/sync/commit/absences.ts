import type { DocumentSnapshot } from '../../lib/firestore/firestore.ts'
import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { msOf, type Instant } from '../../lib/instant.ts'
import { tombstoneOf, type Row } from '../../model/row.ts'
import type { Absence } from '../../model/source.ts'
import { sourceIdOf } from '../../model/stream.ts'
import { changesOfParts, inLots, type Comparing, type Outcome } from './outcomes.ts'

/** A cached row that has to go, and when that was proven. */
export interface ProvenRow {
  readonly row: Row
  readonly provenAt: Instant
  /** True where the source has a record of that id which cannot be read; it stays in quarantine. */
  readonly isThere?: boolean
}

/** The outcomes of deleting rows, in lots that fit the memory; their documents are the before-images: one read each that
 * `atHand` does not hold. */
export function deletionsOf(
  run: Pick<Comparing, 'cache' | 'children'>,
  proven: readonly ProvenRow[],
  atHand: ReadonlyMap<string, DocumentSnapshot> = new Map(),
): AsyncGenerator<readonly Outcome[]> {
  return inLots(
    proven,
    () => 0,
    (portion) => deletionsOfPortion(run, portion, atHand),
  )
}

async function deletionsOfPortion(
  run: Pick<Comparing, 'cache' | 'children'>,
  proven: readonly ProvenRow[],
  atHand: ReadonlyMap<string, DocumentSnapshot>,
): Promise<Outcome[]> {
  const { cache } = run
  const ids = proven.map(({ row }) => row.id).filter((id) => !atHand.has(id))
  const read = await cache.documents(ids)
  const outcomes = proven.map(async ({ row, provenAt, isThere = false }): Promise<Outcome> => {
    const absence = absenceOf({ sourceId: sourceIdOf(row.id), readTime: provenAt })
    const document = atHand.get(row.id) ?? read.get(row.id)
    const beforeDocument = document?.data() ?? null
    const gone = { version: provenAt, deletedAt: msOf(provenAt) }
    return {
      ...absence,
      difference: 'deleted',
      change: {
        before: row,
        after: tombstoneOf(cache.stream, row, provenAt, msOf(provenAt)),
        document: null,
        beforeDocument,
        children: await changesOfParts(run, { row, document }, null, gone),
      },
      bytes: sizeOf(beforeDocument),
      quarantine: isThere ? null : absence.quarantine,
    }
  })
  return Promise.all(outcomes)
}

/** The outcome of a record that is not there: it leaves quarantine, should it be in it (invariant 9). */
export function absenceOf({ sourceId, readTime }: Absence): Outcome {
  const record = { sourceId, changedAt: null, version: readTime, readTime, raw: null }
  return {
    record,
    difference: 'absent',
    change: null,
    bytes: 0,
    quarantine: { record, reason: null, changed: true },
  }
}
