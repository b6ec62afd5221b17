import type { Range } from '../vendor/list.ts'
import { secondsOf, type AskPage, type TimeField } from './search.ts'

/** A part that has more records than this is divided: one of a hundred pages costs two calls beside its pages. */
export const recordsOfPart = 10_000
/** The parts stand in a document that every commit writes. */
const mostParts = 280

export interface PartSizing {
  /** A part has no more records than this, as far as the number of parts allows. */
  readonly most: number
  /** True where the first row of a search is the earliest, and its total is not capped. */
  readonly isExact: boolean
}

/** Windows of one time that are small enough, and what it cost to find them. */
export interface SizedRanges {
  readonly ranges: readonly SizedRange[]
  readonly calls: number
}

interface SizedRange {
  readonly range: Range
  readonly total: number
}

/**
 * Divides a range of time into windows that hold no more records than `most`, unless one second holds more. A search for one record
 * says how many there are.
 */
export async function sizedRanges(
  ask: AskPage,
  field: TimeField,
  whole: Range,
  { most, isExact }: PartSizing,
): Promise<SizedRanges> {
  let calls = 0
  const look = async (range: Range): Promise<{ sized: SizedRange; first: number | null }> => {
    const page = await ask({ field, range, token: null, size: 1 })
    calls += page.calls
    const [row] = page.rows
    return { sized: { range, total: page.total ?? 0 }, first: isExact ? secondsOf(row?.[field]) : null }
  }
  const { sized, first } = await look(whole)
  const limit = Math.max(most, Math.ceil(sized.total / (mostParts / 2)))
  const divide = async (piece: SizedRange): Promise<SizedRange[]> => {
    const { ge, lt } = piece.range
    if (piece.total <= limit || lt - ge <= 1) return [piece]
    const middle = ge + Math.floor((lt - ge) / 2)
    const { sized: left } = await look({ ge, lt: middle })
    const rest = { ge: middle, lt }
    const right = isExact ? { range: rest, total: Math.max(0, piece.total - left.total) } : (await look(rest)).sized
    return (await Promise.all([divide(left), divide(right)])).flat()
  }
  const pieces = await divide({ ...sized, range: { ...whole, ge: Math.max(whole.ge, first ?? 0) } })
  const [earliest, ...others] = joined(pieces, limit)
  // Nothing lies before the first, and whatever has no such time is asked for with it.
  const ranges = earliest === undefined ? [] : [{ ...earliest, range: { ...earliest.range, ge: whole.ge } }, ...others]
  return { ranges, calls }
}

/** The parts of an enumeration: windows of a range of creation time, the largest first, so that none is left over at the end. */
export async function sizedParts(
  ask: AskPage,
  whole: Range,
  sizing: PartSizing,
): Promise<{ names: string[]; calls: number }> {
  const { ranges, calls } = await sizedRanges(ask, 'create_time', whole, sizing)
  return { names: ranges.toSorted((a, b) => b.total - a.total).map(({ range }) => nameOf(range)), calls }
}

/** Neighbours that are small enough together are one part. */
function joined(pieces: readonly SizedRange[], most: number): SizedRange[] {
  const parts: SizedRange[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last === undefined || last.total + piece.total > most) parts.push(piece)
    else parts.splice(-1, 1, { range: { ge: last.range.ge, lt: piece.range.lt }, total: last.total + piece.total })
  }
  return parts
}

function nameOf({ ge, lt }: Range): string {
  return `${ge}-${lt}`
}

/** The window of a part. Throws a RangeError for a name that is none. */
export function rangeOfPart(name: string): Range {
  const [, ge, lt] = /^(\d{1,12})-(\d{1,12})$/.exec(name) ?? []
  if (ge === undefined || lt === undefined) throw new RangeError(`"${name}" names no part of an enumeration.`)
  return { ge: Number(ge), lt: Number(lt) }
}
