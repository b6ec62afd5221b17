import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'

/** What Firestore's client sent and got, counted below every layer of the project's own. */
export interface ClientCounts {
  reads: number
  writes: number
  /** Structured queries, as they went out. */
  readonly queries: unknown[]
}

/** What happens around each request; throwing stands for the request's failure. */
export interface RequestHooks {
  before?(method: string, request: unknown): void | Promise<void>
  after?(method: string, request: unknown): void | Promise<void>
}

/** The client's own requests: not public, and the one place where everything billed passes. */
interface Internals {
  request(method: string, request: unknown, ...rest: unknown[]): Promise<unknown>
  requestStream(
    method: string,
    bidirectional: boolean,
    request: unknown,
    ...rest: unknown[]
  ): Promise<NodeJS.ReadableStream>
}

/**
 * The same client, counting what Firestore bills (https://firebase.google.com/docs/firestore/pricing): a read for each
 * document or absence, at least one a query, one for every 1,000 index entries of an aggregation; a write for each write.
 */
export function countedClient(db: Firestore, hooks: RequestHooks = {}): { db: Firestore; counts: ClientCounts } {
  const counts: ClientCounts = { reads: 0, writes: 0, queries: [] }
  const real = db as unknown as Internals
  const view = Object.create(db) as Firestore & Internals
  view.request = async (method, request, ...rest) => {
    await hooks.before?.(method, request)
    const answer = await real.request.call(view, method, request, ...rest)
    if (method === 'commit') counts.writes += (request as { writes: unknown[] }).writes.length
    await hooks.after?.(method, request)
    return answer
  }
  view.requestStream = async (method, bidirectional, request, ...rest) => {
    await hooks.before?.(method, request)
    const stream = await real.requestStream.call(view, method, bidirectional, request, ...rest)
    if (method === 'runQuery') counts.queries.push((request as { structuredQuery: unknown }).structuredQuery)
    let documents = 0
    let aggregated = 0
    stream.on('data', (message: Record<string, unknown>) => {
      if (method === 'runAggregationQuery') aggregated = aggregatedEntries(message.result) ?? aggregated
      else if (message.document != null || message.found != null || message.missing != null) documents += 1
    })
    stream.once('end', () => {
      if (method === 'batchGetDocuments') counts.reads += documents
      // A query bills at least one read, and a count one for each 1,000 index entries.
      if (method === 'runQuery') counts.reads += Math.max(1, documents)
      if (method === 'runAggregationQuery') counts.reads += Math.max(1, Math.ceil(aggregated / 1_000))
    })
    return stream
  }
  return { db: view, counts }
}

function aggregatedEntries(result: unknown): number | undefined {
  if (result == null) return undefined
  const { aggregateFields } = result as { aggregateFields: Record<string, { integerValue: string | number }> }
  return Number(Object.values(aggregateFields)[0]?.integerValue ?? 0)
}
