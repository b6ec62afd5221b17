import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { retryPolicy } from '../../../functions/src/lib/retry.ts'
import { resumingPages } from '../../../functions/src/sync/commit/resume.ts'

const passing = new SourceError('The source is busy.', { retryable: true })
const triedAlready = new SourceError('The vendor is down.', { retryable: true, wasRetried: true })
const lasting = new SourceError('Grant the role.', { retryable: false })

/** Pages 1 to `pages`; before page n, and once more at the end, reading fails `failures[n - 1]` times. */
class FlakySource {
  readonly opened: (number | null)[] = []
  readonly slept: number[] = []
  readonly #pages: number
  readonly #failures: number[]
  readonly #error: Error

  constructor(pages: number, failures: readonly number[], error: Error = passing) {
    this.#pages = pages
    this.#failures = [...failures]
    this.#error = error
  }

  async *#open(after: number | null): AsyncGenerator<number> {
    this.opened.push(after)
    for (let page = (after ?? 0) + 1; page <= this.#pages + 1; page++) {
      const left = this.#failures[page - 1] ?? 0
      this.#failures[page - 1] = left - 1
      if (left > 0) throw this.#error
      if (page <= this.#pages) yield page
    }
  }

  read(positionOf: (page: number) => number | null = (page) => page): AsyncGenerator<number> {
    const clock = {
      sleep: async (ms: number) => void this.slept.push(ms),
      random: () => 0.5,
    }
    return resumingPages((after: number | null) => this.#open(after), positionOf, clock)
  }
}

async function collected(pages: AsyncIterable<number>): Promise<{ pages: number[]; error: unknown }> {
  const got: number[] = []
  try {
    for await (const page of pages) got.push(page)
    return { pages: got, error: null }
  } catch (error) {
    return { pages: got, error }
  }
}

describe('reading a source across its failures', () => {
  it('gives every page once and in order, until it has failed too often in one place', async () => {
    const failures = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(fc.nat(7), failures, async (pages, before) => {
        const source = new FlakySource(pages, before)
        const places = Array.from({ length: pages + 1 }, (_, i) => before[i] ?? 0)
        const stuck = places.findIndex((count) => count >= retryPolicy.attempts)
        const got = await collected(source.read())
        const reached = stuck === -1 ? pages : stuck
        expect(got.pages).toEqual(Array.from({ length: reached }, (_, i) => i + 1))
        expect(got.error).toBe(stuck === -1 ? null : passing)
        const survived = places.slice(0, reached + (stuck === -1 ? 1 : 0)).reduce((sum, count) => sum + count, 0)
        expect(source.slept).toHaveLength(survived + (stuck === -1 ? 0 : retryPolicy.attempts - 1))
      }),
    )
  })

  it('starts again right behind the last page, and from the start where there was none', async () => {
    const source = new FlakySource(3, [1, 0, 2])
    await collected(source.read())
    expect(source.opened).toEqual([null, null, 2, 2])
  })

  it('waits longer each time, and begins anew with the next page', async () => {
    const source = new FlakySource(2, [3, 2])
    await collected(source.read())
    expect(source.slept).toEqual([200, 400, 800, 200, 400])
  })

  it('goes on behind the last page that has a position', async () => {
    const source = new FlakySource(3, [0, 0, 0, 1])
    const got = await collected(source.read((page) => (page === 3 ? null : page)))
    expect(got.pages).toEqual([1, 2, 3, 3])
    expect(source.opened).toEqual([null, 2])
  })

  it.each([
    ['a failure of the source that will not pass', lasting],
    ['a failure that its client has tried again already', triedAlready],
    ['an error that is none of the source', new Error('The database is gone.')],
  ])('lets %s through at once, behind the pages before it', async (_what, error) => {
    const source = new FlakySource(3, [0, 0, 1], error)
    expect(await collected(source.read())).toEqual({ pages: [1, 2], error })
    expect(source.slept).toEqual([])
  })

  it('does not take a failure of the reader for one of the source', async () => {
    const source = new FlakySource(3, [])
    const readAndFail = async (): Promise<void> => {
      for await (const page of source.read()) if (page === 2) throw passing
    }
    await expect(readAndFail()).rejects.toBe(passing)
    expect(source.opened).toEqual([null])
  })
})
