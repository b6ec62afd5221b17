import { seasonConflictSchema, type SavedOperatingSeason } from 'contract/seasons.ts'
import { CallError } from '../backend/callError.ts'

/** The season as somebody else has made it, where a change was refused for that; null for every other failure. */
export function presentSeasonIn(error: Error): SavedOperatingSeason | null {
  if (!(error instanceof CallError) || error.failure !== 'conflict') return null
  return seasonConflictSchema.safeParse(error.details).data?.season ?? null
}

/** Tells whether a change was refused because somebody removed the season. */
export function isGone(error: Error): boolean {
  return error instanceof CallError && error.failure === 'not-found'
}
