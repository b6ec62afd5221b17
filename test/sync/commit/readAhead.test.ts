import { describe, expect, it } from 'vitest'

import { readAhead } from '../../../functions/src/sync/commit/readAhead.ts'

/** Gives 1 to `count` when `release` lets it, and keeps a log of what it was asked for. */
class SlowSource {
  readonly log: string[] = []
  readonly #count: number
  readonly #failsAt: number
  isOpen = false

  constructor(count: number, failsAt = 0) {
    this.#count = count
    this.#failsAt = failsAt
  }

  async *read(): AsyncGenerator<number> {
    this.isOpen = true
    try {
      for (let item = 1; item <= this.#count; item++) {
        this.log.push(`read ${item}`)
        await Promise.resolve()
        if (item === this.#failsAt) throw new Error(`Item ${item} cannot be read.`)
        yield item
      }
    } finally {
      this.isOpen = false
    }
  }
}

/** Waits until `log` has an entry; fails where it does not come. */
async function until(log: readonly string[], entry: string): Promise<void> {
  for (let turn = 0; turn < 1_000; turn++) {
    if (log.includes(entry)) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`"${entry}" did not come.`)
}

/** Lets everything happen that could without the consumer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('reading ahead', () => {
  it('reads the next item while the consumer is busy, and not the one after it', async () => {
    const source = new SlowSource(4)
    for await (const item of readAhead(source.read(), () => true)) {
      source.log.push(`begin ${item}`)
      await settle()
      source.log.push(`end ${item}`)
    }
    expect(source.log.join(', ')).toBe(
      'read 1, begin 1, read 2, end 1, begin 2, read 3, end 2, begin 3, read 4, end 3, begin 4, end 4',
    )
  })

  it('lets the consumer begin first', async () => {
    const source = new SlowSource(2)
    const items = readAhead(source.read(), () => true)
    await items.next()
    // A request goes out many steps after it is asked for.
    for (let step = 0; step < 100; step++) await Promise.resolve()
    expect(source.log).toEqual(['read 1'])
    await until(source.log, 'read 2')
    await items.return(undefined)
  })

  it('reads nothing behind an item that denies it until the consumer comes back', async () => {
    const source = new SlowSource(3)
    for await (const item of readAhead(source.read(), (read) => read !== 2)) {
      source.log.push(`begin ${item}`)
      await settle()
      source.log.push(`end ${item}`)
    }
    expect(source.log.join(', ')).toBe('read 1, begin 1, read 2, end 1, begin 2, end 2, read 3, begin 3, end 3')
  })

  it('fails where the item would have come, after the consumer is done with all before it', async () => {
    const source = new SlowSource(3, 3)
    const done: number[] = []
    const consume = async (): Promise<void> => {
      for await (const item of readAhead(source.read(), () => true)) {
        await settle()
        done.push(item)
      }
    }
    await expect(consume()).rejects.toThrow('Item 3 cannot be read.')
    expect(done).toEqual([1, 2])
  })

  it('closes the source when the consumer fails, once what is being read is there', async () => {
    const source = new SlowSource(3)
    const consume = async (): Promise<void> => {
      for await (const item of readAhead(source.read(), () => true)) {
        await until(source.log, `read ${item + 1}`)
        throw new Error('The commit failed.')
      }
    }
    await expect(consume()).rejects.toThrow('The commit failed.')
    expect(source.log).toEqual(['read 1', 'read 2'])
    expect(source.isOpen).toBe(false)
  })

  it('keeps to itself that reading on fails where the consumer failed first', async () => {
    const source = new SlowSource(3, 2)
    const consume = async (): Promise<void> => {
      for await (const _item of readAhead(source.read(), () => true)) {
        await settle()
        throw new Error('The commit failed.')
      }
    }
    await expect(consume()).rejects.toThrow('The commit failed.')
  })
})
