import { timingSafeEqual } from 'node:crypto'

/** Compares a secret text with one that somebody sent, in a time that tells nothing of where they differ. */
export function isSameText(secret: string, sent: string): boolean {
  const [a, b] = [Buffer.from(secret), Buffer.from(sent)]
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
