import type { SourceName } from '../../contract/order.ts'
import { instantFromMs, type Instant } from '../../lib/instant.ts'
import { noMapping } from '../../model/mapping.ts'
import type {
  ChangeWindow,
  EnumerationPage,
  Inputs,
  Lookup,
  ParsedRecord,
  Source,
  SourcePage,
  SourceRecord,
  Strategy,
} from '../../model/source.ts'
import type { CachedRecord } from '../../model/stream.ts'

/** A record of a memory source: the time of its change, its version, and its raw content. */
interface Held {
  readonly changedAt: Instant
  readonly version: string
  readonly raw: unknown
}

export interface MemorySourceOptions<R extends CachedRecord> {
  readonly name: SourceName
  readonly now: () => Instant
  /** The strategy, by default `ordered`. */
  readonly strategy?: Strategy
  readonly parse: (record: SourceRecord, inputs: Inputs) => ParsedRecord<R>
  /** The number of parts, by default one. A record belongs to the part that its id says, the same each time. */
  readonly parts?: number
  /** The interval at which all records are read again as recent ones, in milliseconds; by default never. */
  readonly rereadEveryMs?: number
}

/**
 * The reference of what a source is: records in memory, ordered by (changedAt, id), that change and go as they are told. Every
 * source has to behave as this one does (`test/sources/conformance.ts`).
 */
export class MemorySource<R extends CachedRecord> implements Source<R> {
  readonly name: SourceName
  readonly strategy: Strategy
  readonly identity: string
  readonly origin = { name: 'the memory', setting: 'the test' }
  readonly mapping = noMapping
  readonly settings = { statuses: 'the test', records: 'the test' }
  readonly findsUpdates: boolean
  readonly feed = null
  readonly recent: Source['recent']
  readonly parse: Source<R>['parse']
  readonly pageBytes = 1_000_000
  readonly partsAtOnce = 3
  readonly #parts: number
  readonly #now: () => Instant
  readonly #held = new Map<string, Held>()

  constructor({ name, now, strategy = 'ordered', parse, parts = 1, rereadEveryMs }: MemorySourceOptions<R>) {
    this.name = name
    this.strategy = strategy
    this.findsUpdates = strategy !== 'rescan'
    this.identity = `memory/${name}`
    this.parse = parse
    this.#now = now
    this.#parts = parts
    this.recent =
      rereadEveryMs === undefined ? null : { everyMs: rereadEveryMs, spanMs: rereadEveryMs, parts: () => this.parts() }
  }

  /** Writes a record; by default it changes now, and its version is that time. */
  put(sourceId: string, raw: unknown, changedAt = this.#now(), version: string = changedAt): void {
    this.#held.set(sourceId, { changedAt, version, raw })
  }

  remove(sourceId: string): void {
    this.#held.delete(sourceId)
  }

  async *changes({ from, until }: ChangeWindow, pageSize: number): AsyncGenerator<SourcePage> {
    const isBehind = ({ sourceId, changedAt }: SourceRecord): boolean => {
      if (changedAt === null) return false
      if (from.kind === 'at') return changedAt >= from.at
      return changedAt > from.point.at || (changedAt === from.point.at && sourceId > from.point.id)
    }
    const records = this.#records().filter(({ changedAt }) => changedAt !== null && changedAt <= until)
    const wanted = records.filter(isBehind)
    if (this.strategy === 'rescan') return
    if (this.strategy === 'ordered') wanted.sort(byChange)
    for (let start = 0; start === 0 || start < wanted.length; start += pageSize) {
      const page = this.#pageOf(wanted.slice(start, start + pageSize))
      yield this.strategy === 'ordered' ? page : { ...page, through: until }
    }
  }

  async parts(): ReturnType<Source['parts']> {
    return { names: Array.from({ length: this.#parts }, (_, i) => String(i)), usage: { calls: 1, reads: 0 } }
  }

  async *enumerate(part: string, cursor: string | null, pageSize: number): AsyncGenerator<EnumerationPage> {
    const isOfPart = ({ sourceId }: SourceRecord): boolean => String(partOf(sourceId, this.#parts)) === part
    const wanted = this.#records().filter((record) => isOfPart(record) && (cursor === null || record.sourceId > cursor))
    wanted.sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1))
    for (let start = 0; start === 0 || start < wanted.length; start += pageSize) {
      const page = this.#pageOf(wanted.slice(start, start + pageSize))
      yield { ...page, cursor: page.records.at(-1)?.sourceId ?? cursor ?? '', isPausePoint: true }
    }
  }

  async lookup(sourceIds: readonly string[]): Promise<Lookup> {
    const readTime = this.#now()
    const found = this.#records().filter(({ sourceId }) => sourceIds.includes(sourceId))
    const absent = sourceIds.filter((id) => !this.#held.has(id)).map((sourceId) => ({ sourceId, readTime }))
    return { found, absent, readTime, usage: { calls: 1, reads: 0 } }
  }

  async count(): Promise<{ total: number; usage: { calls: number; reads: number } }> {
    return { total: this.#held.size, usage: { calls: 1, reads: 0 } }
  }

  marksOf(): readonly string[] {
    return []
  }

  review(): ReturnType<Source['review']> {
    return { notices: [], reviewed: [], changeTimes: null }
  }

  #records(): SourceRecord[] {
    const readTime = this.#now()
    return [...this.#held].map(([sourceId, held]) => ({ sourceId, ...held, readTime }))
  }

  #pageOf(records: readonly SourceRecord[]): SourcePage {
    return { records, readTime: this.#now(), usage: { calls: 1, reads: 0 } }
  }
}

function byChange(a: SourceRecord, b: SourceRecord): number {
  const [x, y] = [a.changedAt ?? instantFromMs(0), b.changedAt ?? instantFromMs(0)]
  if (x !== y) return x < y ? -1 : 1
  return a.sourceId < b.sourceId ? -1 : 1
}

function partOf(sourceId: string, parts: number): number {
  let sum = 0
  for (const character of sourceId) sum += character.codePointAt(0) ?? 0
  return sum % parts
}
