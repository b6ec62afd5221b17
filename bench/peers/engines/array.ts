import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { lostStatuses } from '../../../functions/src/contract/order.ts'
import type { OrderStatsBucket } from '../../../functions/src/contract/api.ts'
import type { Answer, Engine, PageAnswer } from '../answer.ts'
import { orderOf, type PeerRow } from '../listed.ts'
import type { Peer } from '../peer.ts'
import type { PageQuestion, Question } from '../questions.ts'
import { bucketOfDay, facetsOf, type FacetGroup } from './groups.ts'

const rowsPerLine = 5_000
const lineFeed = 10
const dayMs = 86_400_000

/** Rows as objects in a list, stored as compressed JSON. */
export const arrayPeer: Peer = {
  store: async ({ stored }, rows) => writeFileSync(fileIn(stored), compressed(rows)),
  ready:
    async ({ stored }) =>
    async () =>
      new ArrayEngine(decompressed(readFileSync(fileIn(stored)))),
  billed: null,
}

const fileIn = (folder: string): string => join(folder, 'orders.json.zst')

/** A line has some thousand rows: all of them are more than one string can hold. */
function compressed(rows: readonly PeerRow[]): Uint8Array {
  const lines: Buffer[] = []
  for (let start = 0; start < rows.length; start += rowsPerLine) {
    lines.push(Buffer.from(`${JSON.stringify(rows.slice(start, start + rowsPerLine))}\n`))
  }
  return zstdCompressSync(Buffer.concat(lines))
}

function decompressed(data: Uint8Array): PeerRow[] {
  const text = zstdDecompressSync(data)
  const rows: PeerRow[] = []
  for (let start = 0, end = text.indexOf(lineFeed); end !== -1; start = end + 1, end = text.indexOf(lineFeed, start)) {
    // Our own file's.
    for (const row of JSON.parse(text.toString('utf8', start, end)) as PeerRow[]) rows.push(row)
  }
  return rows
}

/** Each order of sorting is made by the first question that needs it, and kept. */
class ArrayEngine implements Engine {
  readonly #sorted: Map<PageQuestion['sort']['field'], readonly PeerRow[]>
  readonly #rows: readonly PeerRow[]

  /** `rows` ascend by creation time and id. */
  constructor(rows: readonly PeerRow[]) {
    this.#rows = rows
    this.#sorted = new Map([['createdAt', rows]])
  }

  async answer(question: Question): Promise<Answer> {
    return question.of === 'page' ? this.#page(question) : { buckets: this.#buckets(Date.parse(question.createdFrom)) }
  }

  async close(): Promise<void> {}

  #page({ filter, sort: { field, direction }, skip, limit, facets }: PageQuestion): PageAnswer {
    const sorted = this.#sortedBy(field)
    const at = (place: number): PeerRow | undefined => sorted[direction === 'asc' ? place : sorted.length - 1 - place]
    if (Object.keys(filter).length === 0 && !facets) {
      const places = Array.from({ length: limit }, (_, i) => skip + i)
      return { orders: places.flatMap((place) => at(place) ?? []).map(orderOf), total: sorted.length, facets: null }
    }
    const passes = testOf(filter)
    const shown: PeerRow[] = []
    const groups = new Map<string, FacetGroup>()
    let total = 0
    for (let place = 0; place < sorted.length; place++) {
      const row = at(place)
      if (row === undefined || !passes(row)) continue
      if (total >= skip && shown.length < limit) shown.push(row)
      total += 1
      if (facets) countIn(groups, row)
    }
    return { orders: shown.map(orderOf), total, facets: facets ? facetsOf(groups.values()) : null }
  }

  #sortedBy(field: PageQuestion['sort']['field']): readonly PeerRow[] {
    const known = this.#sorted.get(field)
    if (known !== undefined) return known
    const column = field === 'customer' ? 'customerKey' : field
    const sorted = this.#rows.toSorted((a, b) => {
      if (a[column] !== b[column]) return a[column] < b[column] ? -1 : 1
      return a.id < b.id ? -1 : 1
    })
    this.#sorted.set(field, sorted)
    return sorted
  }

  #buckets(fromMs: number): OrderStatsBucket[] {
    const sums = new Map<string, { day: number; currency: string; count: number; leftOut: number; revenue: number }>()
    for (const { createdAt, currency, status, total } of this.#rows) {
      if (createdAt < fromMs) continue
      const day = Math.floor(createdAt / dayMs)
      const name = `${day} ${currency}`
      let sum = sums.get(name)
      if (sum === undefined) sums.set(name, (sum = { day, currency, count: 0, leftOut: 0, revenue: 0 }))
      sum.count += 1
      if (lostStatuses.includes(status)) sum.leftOut += 1
      else sum.revenue += total
    }
    return [...sums.values()]
      .sort((a, b) => a.day - b.day || (a.currency < b.currency ? -1 : 1))
      .map(({ day, ...sum }) => bucketOfDay(day, sum))
  }
}

function testOf({ status, search, createdFrom, totalMin }: PageQuestion['filter']): (row: PeerRow) => boolean {
  const fromMs = createdFrom === undefined ? -Infinity : Date.parse(createdFrom)
  const least = totalMin ?? -Infinity
  return (row) =>
    row.createdAt >= fromMs &&
    row.total >= least &&
    (status === undefined || status.includes(row.status)) &&
    (search === undefined || row.searched.includes(search))
}

function countIn(groups: Map<string, FacetGroup>, { status, source, currency }: PeerRow): void {
  const name = `${status} ${source} ${currency}`
  const group = groups.get(name)
  if (group === undefined) groups.set(name, { status, source, currency, count: 1 })
  else group.count += 1
}
