import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import type { Place } from './sorter.ts'

const placeSchema = z.tuple([z.int(), z.string()])

/** The cursor of an enumeration that goes on behind a place; before the first place it is empty. */
export function cursorOf(place: Place | null): string {
  return place === null ? '' : JSON.stringify([place.at, place.id])
}

/** The place of a cursor, null at the beginning. Throws a SourceError for what is none. */
export function placeOf(cursor: string | null): Place | null {
  if (cursor === null || cursor === '') return null
  try {
    const [at, id] = placeSchema.parse(JSON.parse(cursor))
    return { at, id }
  } catch (cause) {
    const message = 'The enumeration cannot go on from its checkpoint: start a new full run.'
    throw new SourceError(message, { retryable: false, cause })
  }
}
