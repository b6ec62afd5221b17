import { SourceError } from '../../lib/errors.ts'
import type { Batch, SearchedRow } from './walk.ts'

/** One of the walks that are merged, and its rows that wait for those of the others. */
interface Waiting {
  readonly batches: AsyncIterator<Batch>
  rows: SearchedRow[]
  isOver: boolean
}

/**
 * Several walks through lists of one kind as one: rows come in the order of (time, id) over all of them, so that whoever goes on behind
 * any of them has missed none. Of each walk one batch waits at most.
 */
export async function* mergedWalks(walks: readonly AsyncIterable<Batch>[]): AsyncGenerator<Batch> {
  const all = walks.map((walk): Waiting => ({ batches: walk[Symbol.asyncIterator](), rows: [], isOver: false }))
  try {
    for (;;) {
      const hungry = all.filter(({ rows, isOver }) => rows.length === 0 && !isOver)
      const fed = await allSettledOrThrow(hungry.map(feed))
      const batches = fed.filter((batch) => batch !== null)
      const ordered = nextRows(all)
      if (batches.length > 0 || ordered.length > 0) yield joined(batches, ordered)
      if (all.every(({ rows, isOver }) => isOver && rows.length === 0)) return
    }
  } finally {
    await Promise.allSettled(all.map(async ({ batches }) => batches.return?.()))
  }
}

/** Takes the next batch of a walk; null behind the last. */
async function feed(walk: Waiting): Promise<Batch | null> {
  const next = await walk.batches.next()
  if (next.done === true) {
    walk.isOver = true
    return null
  }
  walk.rows = [...next.value.ordered]
  return next.value
}

/** Waits for all, so that none goes on behind the back of an error. */
async function allSettledOrThrow<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

/** Takes the rows before which none can come any more: until a walk that is not over has none left. */
function nextRows(all: readonly Waiting[]): SearchedRow[] {
  const taken: SearchedRow[] = []
  while (all.every(({ rows, isOver }) => isOver || rows.length > 0)) {
    const first = earliest(all)
    if (first === undefined) break
    const row = first.rows.shift()
    if (row !== undefined) taken.push(row)
  }
  return taken
}

function earliest(all: readonly Waiting[]): Waiting | undefined {
  let first: Waiting | undefined
  for (const walk of all) {
    const [row, least] = [walk.rows[0], first?.rows[0]]
    if (row !== undefined && (least === undefined || isBefore(row, least))) first = walk
  }
  return first
}

function isBefore(a: SearchedRow, b: SearchedRow): boolean {
  if (a.at === null || b.at === null)
    throw new SourceError('A row without a time stands in no order.', { retryable: false })
  return a.at === b.at ? a.id < b.id : a.at < b.at
}

function joined(batches: readonly Batch[], ordered: readonly SearchedRow[]): Batch {
  const others = batches.flatMap((batch) => batch.others)
  const readTimes = [...ordered, ...others, ...batches].map(({ readTime }) => readTime)
  const [first] = readTimes.toSorted()
  if (first === undefined) throw new Error('Something was read.')
  return {
    ordered,
    others,
    readTime: first,
    calls: batches.reduce((sum, { calls }) => sum + calls, 0),
    bytes: batches.reduce((sum, { bytes }) => sum + bytes, 0),
    notices: batches.flatMap(({ notices }) => notices),
  }
}
