import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * `items`, each next one read while the consumer is busy with the one before: one item ahead at most, and none behind an
 * item that `mayReadOn` denies. An error comes where its item would have come, after all that was read before it. A
 * consumer that leaves waits for what is being read, so that nothing goes on behind its back.
 */
export async function* readAhead<T>(items: AsyncIterable<T>, mayReadOn: (item: T) => boolean): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  let ahead: Promise<IteratorResult<T>> | null = null
  try {
    for (;;) {
      const { done, value } = await (ahead ?? iterator.next())
      ahead = null
      if (done) return
      if (mayReadOn(value)) {
        // First let the consumer send its request: what is prepared meanwhile would hold it up.
        ahead = nextTurn().then(() => iterator.next())
        // It is looked at with the next item; until then it is not unhandled.
        ahead.catch(() => {})
      }
      yield value
    }
  } finally {
    await ahead?.catch(() => {})
    await iterator.return?.()
  }
}
