import { quarantineRef } from '../cache/paths.ts'
import type { MissingOrder } from '../contract/api.ts'
import type { Block } from '../engine/store/block.ts'
import type { View } from '../engine/store/view.ts'
import { isDamage, NotFoundError } from '../lib/errors.ts'
import type { Firestore } from '../lib/firestore/firestore.ts'
import { sourceIdOf } from '../model/stream.ts'
import type { CacheReader } from './store/reader.ts'

/**
 * The error for a record that has no document, with a MissingOrder as its details where anything is known of the id. Costs one
 * read a pipeline of its source for its place in quarantine and, where it has none, what a search costs of the segments that hold tombstones.
 */
export async function missingRecord(
  db: Firestore,
  reader: CacheReader,
  id: string,
  noun = 'record',
): Promise<NotFoundError> {
  const quarantined = await quarantinedRecord(db, reader.pipelines, id)
  if (quarantined !== null) {
    return new NotFoundError(
      `This ${noun} is in quarantine, for it cannot be read. ${quarantined.reason}. Correct it at its source, and the next run takes it in.`,
      quarantined,
    )
  }
  const deletedAt = await deletedAtOf(reader, id)
  if (deletedAt === null) return new NotFoundError(`No such ${noun} is cached; it may have been deleted.`)
  const details: MissingOrder = { why: 'deleted', deletedAt: new Date(deletedAt).toISOString() }
  return new NotFoundError(`This ${noun} was deleted; it was found gone at ${details.deletedAt}.`, details)
}

async function quarantinedRecord(
  db: Firestore,
  pipelines: readonly string[],
  id: string,
): Promise<Extract<MissingOrder, { why: 'quarantined' }> | null> {
  const source = id.slice(0, id.indexOf(':'))
  // Which of a source's accounts it would be of, its id does not say.
  const own = pipelines.filter((name) => name.startsWith(`${source}.`))
  if (own.length === 0) return null
  const snapshots = await db.getAll(...own.map((pipeline) => quarantineRef(db, pipeline, sourceIdOf(id))))
  for (const snapshot of snapshots) {
    const [reason, quarantinedAt]: unknown[] = [snapshot.get('reason'), snapshot.get('quarantinedAt')]
    if (typeof reason === 'string' && typeof quarantinedAt === 'string')
      return { why: 'quarantined', reason, quarantinedAt }
  }
  return null
}

/** Returns the time in a record's tombstone, when it was found deleted, in epoch milliseconds; null without a tombstone. */
async function deletedAtOf(reader: CacheReader, id: string): Promise<number | null> {
  try {
    return await tombstoneIn(await reader.view(), id)
  } catch (error) {
    // Lists tell of the damage. That the record is not cached is certain all the same.
    if (isDamage(error)) return null
    throw error
  }
}

async function tombstoneIn(view: View, id: string): Promise<number | null> {
  for (const { head } of view.versions) {
    const row = head.pending.get(id)?.row
    if (row !== undefined) return row.deletedAt
  }
  const withTombstones = view.versions.flatMap((version) =>
    version.head.segments.filter(({ rows, live }) => rows > live).map((segment) => ({ version, segment })),
  )
  // One that moved to another creation time has left a tombstone at each: the last one tells.
  let latest: number | null = null
  for await (const lot of view.lots(withTombstones)) {
    for (const { part } of lot) {
      const deletedAt = tombstoneInBlock(part.block, id)
      if (deletedAt !== null) latest = Math.max(latest ?? deletedAt, deletedAt)
    }
  }
  return latest
}

function tombstoneInBlock(block: Block, id: string): number | null {
  const { deletedAt } = block.columns.byName
  const row = deletedAt.findIndex((at, i) => !Number.isNaN(at) && block.idAt(i) === id)
  return deletedAt[row] ?? null
}
