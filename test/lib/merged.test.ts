import { describe, expect, it } from 'vitest'

import { merged } from '../../functions/src/lib/merged.ts'

/** A stream whose items come when it is told to, and that notes what is asked of it. */
class Stream implements AsyncIterable<string> {
  readonly name: string
  asked = 0
  left = 0
  #waiting = Promise.withResolvers<IteratorResult<string>>()

  constructor(name: string) {
    this.name = name
  }

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return {
      next: () => {
        this.asked += 1
        this.#waiting = Promise.withResolvers()
        return this.#waiting.promise
      },
      return: async () => {
        this.left += 1
        return { done: true, value: undefined }
      },
    }
  }

  give(item: string): void {
    this.#waiting.resolve({ done: false, value: item })
  }

  end(): void {
    this.#waiting.resolve({ done: true, value: undefined })
  }

  fail(error: Error): void {
    this.#waiting.reject(error)
  }
}

describe('streams that are read side by side', () => {
  it('come as they come, so many at a time, and each is asked on once its item has been dealt with', async () => {
    const [a, b, c] = [new Stream('a'), new Stream('b'), new Stream('c')]
    const items = merged([a, b, c], 2)
    const first = items.next()
    expect([a.asked, b.asked, c.asked]).toEqual([1, 1, 0])
    b.give('b1')
    expect(await first).toEqual({ done: false, value: 'b1' })
    expect(b.asked).toBe(1)
    const second = items.next()
    await Promise.resolve()
    expect(b.asked).toBe(2)
    b.end()
    a.give('a1')
    expect((await second).value).toBe('a1')
    const third = items.next()
    await new Promise(setImmediate)
    expect([a.asked, c.asked]).toEqual([2, 1])
    c.give('c1')
    expect((await third).value).toBe('c1')
    const end = items.next()
    a.end()
    await new Promise(setImmediate)
    c.end()
    expect(await end).toEqual({ done: true, value: undefined })
  })

  it('end with the first that fails, and leave the others', async () => {
    const [a, b] = [new Stream('a'), new Stream('b')]
    const items = merged([a, b], 2)
    const first = items.next()
    let error: unknown = null
    const failed = first.catch((thrown: unknown) => {
      error = thrown
    })
    a.fail(new Error('broken'))
    await new Promise(setImmediate)
    expect(error, 'what is being read is waited for').toBeNull()
    b.give('late')
    await failed
    expect(error).toEqual(new Error('broken'))
    expect([a.left, b.left]).toEqual([1, 1])
  })

  it('are left when the consumer leaves', async () => {
    const [a, b] = [new Stream('a'), new Stream('b')]
    const items = merged([a, b], 2)
    const first = items.next()
    a.give('a1')
    await first
    const left = items.return(undefined)
    b.give('b1')
    await left
    expect([a.left, b.left]).toEqual([1, 1])
  })
})
