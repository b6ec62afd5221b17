/**
 * The items of several streams as they come, up to `atOnce` streams being read at a time; each stream's own items keep their order,
 * and its next item is asked for when the one before has been dealt with. An error of any stream ends all. A consumer that
 * leaves waits for what is being read, so that nothing goes on behind its back.
 */
export async function* merged<T>(streams: readonly AsyncIterable<T>[], atOnce: number): AsyncGenerator<T> {
  const waiting = [...streams]
  const reading = new Map<AsyncIterator<T>, Promise<{ iterator: AsyncIterator<T>; result: IteratorResult<T> }>>()
  const ask = (iterator: AsyncIterator<T>): void => {
    const asked = iterator.next().then((result) => ({ iterator, result }))
    // It is looked at when its turn comes; until then it is not unhandled.
    asked.catch(() => {})
    reading.set(iterator, asked)
  }
  try {
    for (;;) {
      while (reading.size < atOnce) {
        const stream = waiting.shift()
        if (stream === undefined) break
        ask(stream[Symbol.asyncIterator]())
      }
      if (reading.size === 0) return
      const { iterator, result } = await Promise.race(reading.values())
      if (result.done === true) {
        reading.delete(iterator)
        continue
      }
      yield result.value
      reading.delete(iterator)
      ask(iterator)
    }
  } finally {
    await Promise.allSettled(reading.values())
    await Promise.allSettled([...reading.keys()].map(async (iterator) => iterator.return?.()))
  }
}
