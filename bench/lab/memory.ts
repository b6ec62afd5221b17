/** Memory of this process in bytes: all of it, and the part that V8 knows, which is heap and external memory. */
export interface Memory {
  readonly rss: number
  readonly kept: number
}

/** Collects garbage and returns what is left. Throws without --expose-gc. */
export async function memoryAfterCollection(): Promise<Memory> {
  if (globalThis.gc === undefined) throw new Error('Memory is measured with --expose-gc only.')
  // Twice, a turn apart: what the first collection finalizes, the second one frees.
  globalThis.gc()
  await new Promise((resolve) => setImmediate(resolve))
  globalThis.gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, kept: heapUsed + external }
}
