import { createHash, randomBytes } from 'node:crypto'

import { z } from 'zod'

import type { Entry } from '../timeIndex.ts'
import { invalid } from './refusal.ts'

/** The kinds of cursors: they go on behind the last row, or behind as many rows as were given. */
export type CursorKind = 'places' | 'offsets'

/** The milliseconds that a cursor lives: the vendor says about five minutes. */
export const cursorLifeMs = 5 * 60_000

/** The place at which a page begins. */
export interface Place {
  /** The time of the first page's call: a missing upper bound stays there. */
  readonly startedMs: number
  readonly after: Entry | null
  /** The number of rows before it. */
  readonly offset: number
}

const cursorSchema = z.strictObject({
  q: z.string(),
  t: z.number(),
  s: z.number(),
  a: z.tuple([z.number(), z.string()]).nullable(),
  n: z.int(),
  salt: z.string().optional(),
})

/** A digest of all of a query but its cursor. Stricter than the vendor says it is: another limit is another query. */
export function queryDigest(path: string, query: object): string {
  return createHash('sha256')
    .update(JSON.stringify([path, { ...query, cursor: undefined }]))
    .digest('base64url')
    .slice(0, 12)
}

/** A cursor for the page from a place on. `isNew` makes it another one than any before. */
export function cursorOf(place: Place, digest: string, nowMs: number, isNew = false): string {
  const { startedMs, after, offset } = place
  const content = {
    q: digest,
    t: nowMs,
    s: startedMs,
    a: after === null ? null : [after.time, after.id],
    n: offset,
    ...(isNew && { salt: randomBytes(6).toString('hex') }),
  }
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** Reads the cursor of a call; without one a list begins. Throws a Refusal where it is too old or another query's. */
export function placeOf(cursor: string | undefined, digest: string, nowMs: number): Place {
  if (cursor === undefined) return { startedMs: nowMs, after: null, offset: 0 }
  const parsed = cursorSchema.safeParse(contentOf(cursor))
  if (!parsed.success || parsed.data.q !== digest) {
    throw invalid('INVALID_CURSOR', 'The cursor is of no such query.', 'cursor')
  }
  const { t, s, a, n } = parsed.data
  if (nowMs - t > cursorLifeMs) throw invalid('INVALID_CURSOR', 'The cursor has expired.', 'cursor')
  return { startedMs: s, after: a === null ? null : { time: a[0], id: a[1] }, offset: n }
}

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
