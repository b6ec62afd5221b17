import { createHash } from 'node:crypto'

/** Returns an id that looks like the vendor's, the same one for the same text. */
export function idOf(text: string): string {
  const letters = BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`).toString(36)
  return letters.toUpperCase().padStart(25, '0').slice(-25)
}
