import type { PipelineCache } from '../../cache/pipelineCache.ts'
import { rebuildUnderLease } from '../../cache/rebuild.ts'
import { isDamage } from '../../lib/errors.ts'
import type { Meter } from '../../lib/meter.ts'
import { isLive, type Row } from '../../model/row.ts'
import type { KnownRows } from '../commit/outcomes.ts'
import type { Run } from '../commit/run.ts'
import { isOutdated } from '../declaration.ts'

/**
 * Every row that the cache had when the task began, tombstones included. Of the orders that the task adds only the ids are
 * kept, so that a first copy of any size runs in the same memory: such an order's document is asked should it come again.
 */
export class AllRows implements KnownRows {
  readonly #rows: Map<string, Row>
  readonly #added = new Set<string>()

  constructor(rows: Map<string, Row>) {
    this.#rows = rows
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  set(id: string, row: Row): void {
    if (this.#rows.has(id)) this.#rows.set(id, row)
    else this.#added.add(id)
  }

  mayHold(id: string): boolean {
    return this.#added.has(id)
  }

  /** Counts the live rows that the cache has now. */
  get liveCount(): number {
    let count = this.#added.size
    for (const row of this.#rows.values()) count += Number(isLive(row))
    return count
  }

  /** The live rows that were there before the task and that `isWanted` accepts. */
  live(isWanted: (row: Row) => boolean): Row[] {
    return [...this.#rows.values()].filter((row) => isLive(row) && isWanted(row))
  }
}

/**
 * All rows of the cache. Where they cannot be read, where the stream's columns were declared anew, or somebody asked that every
 * document be looked at, head and segments are first written anew from the documents.
 */
export async function readKnownRows(run: Run, meter: Meter): Promise<AllRows> {
  const { cache, lease, context } = run
  try {
    if (isOutdated(lease.state, context.stream)) {
      log(run, 'the columns were declared anew: the rows are written anew from the documents')
      await rebuildUnderLease(context.db, context.stream, lease, meter)
      run.reload()
    }
    const rows = await cache.allRows()
    // Of parts nothing but the heads is needed, unless an earlier run came upon damage.
    for (const child of run.children) await (lease.state.damage === null ? child.cache.head() : child.cache.allRows())
    return new AllRows(lease.state.verify ? await verifiedRows(run, cache, rows, meter) : rows)
  } catch (error) {
    if (!isDamage(error)) throw error
    log(run, 'the rows of the cache are written anew from its documents', { cause: error.message })
    await lease.commit({ patch: { damage: error.message } })
    await rebuildUnderLease(context.db, context.stream, lease, meter)
    run.reload()
    return new AllRows(await cache.allRows())
  }
}

/** The rows after every document was read: the run writes those anew that are gone or not as they were written. */
async function verifiedRows(
  run: Run,
  cache: PipelineCache,
  rows: Map<string, Row>,
  meter: Meter,
): Promise<Map<string, Row>> {
  const { lease, context } = run
  const { damaged } = await rebuildUnderLease(context.db, context.stream, lease, meter, { shown: rows })
  const found = `${damaged.count} documents are not as they were written, and are written anew`
  if (damaged.count > 0) log(run, found, { ids: damaged.ids })
  await lease.commit({ patch: { verify: false } })
  run.reload()
  return cache.allRows()
}

function log({ context, lease: { pipeline, runId } }: Run, text: string, members: Record<string, unknown> = {}): void {
  context.logger.warn(`[SYNC] ${pipeline}: ${text}`, { pipeline, runId, ...members })
}
