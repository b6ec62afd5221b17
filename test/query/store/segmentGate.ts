import type { MemoryStore } from '../memoryReader.ts'

/** Holds up those who ask for segments, until `open` for later ones and until `letThrough` for those who wait. */
export function gateSegments({ database }: MemoryStore): { reached: Promise<void>; open(): void; letThrough(): void } {
  const reached = Promise.withResolvers<void>()
  const waiting = Promise.withResolvers<void>()
  database.before = (paths) => {
    if (paths.every((path) => !path.includes('segments'))) return undefined
    reached.resolve()
    return waiting.promise
  }
  return {
    reached: reached.promise,
    open: () => {
      database.before = () => {}
    },
    letThrough: () => waiting.resolve(),
  }
}
