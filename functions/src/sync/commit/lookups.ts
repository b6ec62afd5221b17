import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { portionLimits, Portions } from '../../lib/firestore/portions.ts'
import type { Inputs, Lookup } from '../../model/source.ts'
import type { SyncContext } from '../context.ts'

/**
 * Asks a source for records by id, in pieces that fit the memory: all ids in one piece where their records are small. A
 * piece must be done with before the next one is asked for.
 */
export async function* lookUp(
  { source, memory }: Pick<SyncContext, 'source' | 'memory'>,
  inputs: Inputs,
  sourceIds: readonly string[],
): AsyncGenerator<Lookup> {
  const portions = new Portions()
  for (let start = 0; start < sourceIds.length;) {
    const reserved = await memory.reserve(source.pageBytes)
    try {
      let piece: Lookup | null = null
      for (let bytes = 0; start < sourceIds.length && bytes < portionLimits.bytes;) {
        const size = portions.next
        const answer = await source.lookup(sourceIds.slice(start, start + size), inputs)
        start += size
        for (const { raw } of answer.found) bytes += portions.learn(sizeOf(raw))
        piece = piece === null ? answer : joined(piece, answer)
      }
      if (piece !== null) yield piece
    } finally {
      reserved.release()
    }
  }
}

/** Joins two lookups; the earlier of their moments proves the absences of both. */
function joined(a: Lookup, b: Lookup): Lookup {
  return {
    found: [...a.found, ...b.found],
    absent: [...a.absent, ...b.absent],
    readTime: a.readTime < b.readTime ? a.readTime : b.readTime,
    usage: { calls: a.usage.calls + b.usage.calls, reads: a.usage.reads + b.usage.reads },
  }
}
