import type { SourceNotice } from './source.ts'

/** The kind of alert about parts of records that are there and cannot be read. */
export const unreadKind = 'unread-parts'

/** The most parts that an alert names, for people read it and one document keeps it. */
const mostTold = 10

/** Tells what could not be read, and of how many of `seen` records each part; null where all was read. */
export function unreadNotice(counts: ReadonlyMap<string, number>, seen: number, noun: string): SourceNotice | null {
  if (counts.size === 0) return null
  const told = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostTold)
    .map(([part, count]) => `${part} (${count} of ${seen} ${noun})`)
  const rest = counts.size > mostTold ? `, and ${counts.size - mostTold} more` : ''
  return {
    kind: unreadKind,
    message:
      `Parts of ${noun} cannot be read, and are left out: ${told.join('; ')}${rest}. Correct functions/tidemark.json ` +
      '(`npm run inspect` proposes what to write) and deploy: a full run follows by itself.',
  }
}
