import { randomBytes } from 'node:crypto'

import { Firestore } from '../../functions/src/lib/firestore.ts'

/** What Firestore's client sent and got, counted below every layer of the project's own. */
export interface ClientCounts {
  reads: number
  writes: number
  /** Structured queries, as they went out. */
  readonly queries: unknown[]
}

/** Decides what happens around a request of a simulated process; throwing is dying. */
export interface Faults {
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

/** The id of a project that nobody else uses. */
export function freshProject(): string {
  return `demo-${randomBytes(6).toString('hex')}`
}

/** A client of a project's database on the emulator; of an empty one unless a project is named. */
export function databaseOf(projectId: string = freshProject()): Firestore {
  if (process.env.FIRESTORE_EMULATOR_HOST === undefined) {
    throw new Error('Emulator tests need the local stack: run them with "npm test" or "npm run stack -- ...".')
  }
  return new Firestore({ projectId, ignoreUndefinedProperties: true })
}

/** The database as one simulated process sees it: it counts what is billed and can be made to die at any request. */
export function processOn(db: Firestore, faults: Faults = {}): { db: Firestore; counts: ClientCounts } {
  const counts: ClientCounts = { reads: 0, writes: 0, queries: [] }
  const real = db as unknown as Internals
  const view = Object.create(db) as Firestore & Internals
  view.request = async (method, request, ...rest) => {
    await faults.before?.(method, request)
    const answer = await real.request.call(view, method, request, ...rest)
    if (method === 'commit') counts.writes += (request as { writes: unknown[] }).writes.length
    await faults.after?.(method, request)
    return answer
  }
  view.requestStream = async (method, bidirectional, request, ...rest) => {
    await faults.before?.(method, request)
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
