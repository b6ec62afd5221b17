import { describe, expect, it } from 'vitest'

import type { OrderRow } from '../../../functions/src/contract/api.ts'
import { utc } from '../../../functions/src/contract/timeZone.ts'
import { orderRowAt } from '../../../functions/src/engine/orders/orderRow.ts'
import { piecesOf } from '../../../functions/src/query/filePieces.ts'
import { itemLines } from '../../../functions/src/query/orders/itemLines.ts'
import { orderFile } from '../../../functions/src/query/orders/orderFile.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { blockOf, type OrderRow as Row, row } from '../rows.ts'

const orderFormats = {
  csv: orderFile(orderStream, { format: 'csv' }, utc),
  ndjson: orderFile(orderStream, { format: 'ndjson' }, utc),
}
const orderRowOf = (given: Row): OrderRow => orderRowAt(blockOf([given]).columns, 0)

const pageRows = 500
const ordinaryPage = Array.from({ length: pageRows }, (_, i) =>
  orderRowOf(row({ id: `firestore:${i}`, customerName: 'Zoë Ångström', customerEmail: `buyer${i}@example.com` })),
)

/** Pages that are counted as they are read; they end with `end`, or fail there. */
class Pages {
  read = 0
  isEnded = false

  async *of(pages: readonly (readonly OrderRow[])[], failure?: Error): AsyncGenerator<readonly OrderRow[], string> {
    try {
      for (const page of pages) {
        this.read += 1
        yield page
      }
      if (failure !== undefined) throw failure
      return 'the end'
    } finally {
      this.isEnded = true
    }
  }
}

async function drain<End>(pieces: AsyncGenerator<string, End>): Promise<{ pieces: string[]; end: End }> {
  const taken: string[] = []
  for (let piece = await pieces.next(); ; piece = await pieces.next()) {
    if (piece.done === true) return { pieces: taken, end: piece.value }
    taken.push(piece.value)
  }
}

describe('the pieces', () => {
  it('are the file, and what they return is how many rows it has and what the pages returned', async () => {
    const { pieces, end } = await drain(piecesOf(new Pages().of([ordinaryPage, ordinaryPage]), orderFormats.ndjson))
    const lines = pieces.join('').split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([...ordinaryPage, ...ordinaryPage])
    expect(end).toEqual({ rows: 2 * pageRows, end: 'the end' })
  })

  it.each(['csv', 'ndjson'] as const)('of %s are of even size, whatever the pages are', async (format) => {
    for (const pages of [Array.from({ length: 40 }, () => ordinaryPage), ordinaryPage.flatMap((one) => [[one], []])]) {
      const { pieces } = await drain(piecesOf(new Pages().of(pages), orderFormats[format]))
      const lengths = pieces.map(({ length }) => length)
      expect(lengths.length).toBeGreaterThan(1)
      for (const length of lengths.slice(0, -1)) expect(length).toBeGreaterThanOrEqual(65_536)
      for (const length of lengths) expect(length).toBeLessThan(65_536 + 1_000)
    }
  })

  it('of a row that is longer than a piece are that row', async () => {
    const long = orderRowOf(row({ id: 'firestore:long', customerName: 'x'.repeat(100_000) }))
    const { pieces } = await drain(piecesOf(new Pages().of([[long, long]]), orderFormats.ndjson))
    expect(pieces).toEqual([`${JSON.stringify(long)}\n`, `${JSON.stringify(long)}\n`])
  })

  it('of no rows are a header, or nothing', async () => {
    const csv = await drain(piecesOf(new Pages().of([]), orderFormats.csv))
    expect(csv.pieces).toEqual([expect.stringMatching(/^\uFEFFid,[^\n]*\r\n$/)])
    const ndjson = await drain(piecesOf(new Pages().of([[], []]), orderFormats.ndjson))
    expect(ndjson).toEqual({ pieces: [], end: { rows: 0, end: 'the end' } })
  })

  it('keep a line feed and half a character inside their line', async () => {
    const odd = orderRowOf(row({ id: 'firestore:odd', customerName: 'a\nb\u2028\uD83D', customerEmail: '"\\' }))
    const { pieces } = await drain(piecesOf(new Pages().of([[odd]]), orderFormats.ndjson))
    expect(pieces.join('').split('\n')).toHaveLength(2)
    expect(JSON.parse(Buffer.from(pieces.join('')).toString())).toEqual(odd)
  })
})

describe('the pages', () => {
  it('are read only as pieces are taken', async () => {
    const pages = new Pages()
    const pieces = piecesOf(pages.of(Array.from({ length: 100 }, () => ordinaryPage)), orderFormats.ndjson)
    expect(pages.read).toBe(0)
    let taken = 0
    for (let i = 0; i < 10; i++) {
      const { value } = await pieces.next()
      taken += typeof value === 'string' ? value.length : 0
      // What has been read and not given out is less than one page.
      const pageCharacters = ordinaryPage.reduce((sum, one) => sum + JSON.stringify(one).length + 1, 0)
      expect(pages.read * pageCharacters - taken).toBeLessThan(pageCharacters)
    }
    await pieces.return({ rows: 0, end: '' })
  })

  it('are ended where the pieces are', async () => {
    const pages = new Pages()
    const pieces = piecesOf(pages.of(Array.from({ length: 100 }, () => ordinaryPage)), orderFormats.csv)
    await pieces.next()
    await pieces.return({ rows: 0, end: '' })
    expect(pages).toMatchObject({ read: 1, isEnded: true })
  })

  it('pass their failure on', async () => {
    const pages = new Pages()
    const failure = new Error('Firestore is gone')
    await expect(drain(piecesOf(pages.of([ordinaryPage], failure), orderFormats.csv))).rejects.toBe(failure)
    expect(pages.isEnded).toBe(true)
  })
})

const itemOf = (id: string, n: number) => ({ name: `${id} ${n}`, quantity: 1, unitPrice: 1, total: 1 })
const itemsOf = (id: string, i: number) => Array.from({ length: i % 3 }, (_, n) => itemOf(id, n))

describe('the lines of items', () => {
  /** Items that are read from memory, counted by request. */
  class Items {
    readonly asked: number[] = []
    readonly read = async (ids: readonly string[]) => {
      this.asked.push(ids.length)
      return ids.map((id) => itemsOf(id, Number(id.split(':')[1])))
    }
  }

  it('are those of every order, in its order; one without items has a line', async () => {
    const items = new Items()
    const lines: unknown[] = []
    const pages = itemLines(new Pages().of([ordinaryPage, ordinaryPage.slice(0, 7)]), items.read)
    for (let page = await pages.next(); ; page = await pages.next()) {
      if (page.done === true) {
        expect(page.value).toBe('the end')
        break
      }
      lines.push(...page.value.map(({ id, item }) => [id, item?.name ?? null]))
    }
    const expected = [...ordinaryPage, ...ordinaryPage.slice(0, 7)].flatMap(({ id }) => {
      const own = itemsOf(id, Number(id.split(':')[1]))
      return own.length === 0 ? [[id, null]] : own.map(({ name }) => [id, name])
    })
    expect(lines).toEqual(expected)
    expect(items.asked).toEqual([100, 100, 100, 100, 100, 7])
  })

  it('are read only as they are taken, a request ahead', async () => {
    const items = new Items()
    const source = new Pages()
    const pages = itemLines(source.of(Array.from({ length: 100 }, () => ordinaryPage)), items.read)
    await pages.next()
    expect(items.asked).toEqual([100, 100])
    await pages.return('')
    expect(source).toMatchObject({ read: 1, isEnded: true })
  })

  it('pass a failed reading on, and end the pages', async () => {
    const failure = new Error('Firestore is gone')
    const source = new Pages()
    const pages = itemLines(source.of([ordinaryPage]), async () => Promise.reject(failure))
    await expect(pages.next()).rejects.toBe(failure)
    expect(source.isEnded).toBe(true)
  })
})
