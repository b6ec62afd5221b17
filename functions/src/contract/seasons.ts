import { z } from 'zod'

/*
 * The public contract for operating seasons: the stretches of days in which a shop operates. The admin page validates its form
 * by the same schema that the function does.
 */

/** The most that a shop can keep; lengths are in characters. */
export const seasonLimits = { seasons: 500, name: 100, locations: 50, location: 100, note: 2_000, years: 5 } as const

const [firstYear, lastYear] = [2000, 2199]
const controls = /\p{Cc}/u
const controlsButLines = /[^\P{Cc}\n\t]/u

/** A text without space around it, in the one form (NFC) in which equal texts are equal. */
function text(max: number, forbidden: RegExp) {
  return z
    .string('must be a text')
    .refine((given) => given.isWellFormed(), 'must be valid Unicode')
    .transform((given) => given.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .refine((given) => given.length <= max, `must have at most ${max} characters`)
    .refine((given) => !forbidden.test(given), 'must not contain control characters')
}

const filled = (max: number) => text(max, controls).refine((given) => given !== '', 'must not be empty')

const day = z.iso
  .date({ error: ({ input }) => (input === '' ? 'must not be empty' : 'must be a day like 2026-05-31') })
  .refine((given) => isKnownYear(Number(given.slice(0, 4))), `must lie in the years ${firstYear} to ${lastYear}`)

const isKnownYear = (year: number): boolean => year >= firstYear && year <= lastYear

/** Returns the name by which a location is compared: people do not tell "Harbour" and "harbour" apart. */
export function placeOf(location: string): string {
  return location.toLowerCase()
}

/** The parts of a season that people edit. */
const seasonFields = {
  name: filled(seasonLimits.name),
  startsOn: day,
  endsOn: day,
  locations: z
    .array(filled(seasonLimits.location), 'must be a list of locations, empty for all')
    .max(seasonLimits.locations, `must be at most ${seasonLimits.locations}`)
    .refine((given) => new Set(given.map(placeOf)).size === given.length, 'must not name a location twice'),
  note: text(seasonLimits.note, controlsButLines),
}

/** A season as people edit it: days are the shop's own, the first and the last included; without locations it is of all. */
export const operatingSeasonSchema = z.strictObject(seasonFields).superRefine(({ startsOn, endsOn }, context) => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['endsOn'], message })
  if (endsOn < startsOn) refuse('must not be before the first day')
  else if (endsOn >= yearsAfter(startsOn, seasonLimits.years)) {
    refuse(`must be less than ${seasonLimits.years} years after the first day`)
  }
})
export type OperatingSeason = z.infer<typeof operatingSeasonSchema>

/** ISO days compare as texts, also where a year has no February 29. */
function yearsAfter(isoDay: string, years: number): string {
  return `${Number(isoDay.slice(0, 4)) + years}${isoDay.slice(4)}`
}

/** The request after parsing: one of the three things that can be done. */
export type SeasonChange =
  | { readonly kind: 'create'; readonly season: OperatingSeason }
  | { readonly kind: 'change'; readonly id: string; readonly version: number; readonly season: OperatingSeason }
  | { readonly kind: 'remove'; readonly id: string; readonly version: number }

/** One object and not a union of three, so that an error names the field that is wrong. */
export const saveOperatingSeasonRequestSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w-]{20}$/, 'must be the id of a season')
      .optional(),
    /** The version that the caller has seen. */
    version: z.int().min(1).optional(),
    season: operatingSeasonSchema.optional(),
    remove: z.literal(true, 'must be true, or left out').optional(),
  })
  .transform(({ id, version, season, remove }, context): SeasonChange => {
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message })
      return z.NEVER
    }
    if (season !== undefined && remove) return refuse('remove', 'must not come with a season')
    if (id === undefined) {
      if (version !== undefined) return refuse('id', 'must name the season of that version')
      return season === undefined ? refuse('season', 'must be there') : { kind: 'create', season }
    }
    if (version === undefined) return refuse('version', 'must be the one that you have seen')
    if (remove) return { kind: 'remove', id, version }
    return season === undefined ? refuse('season', 'must be there') : { kind: 'change', id, version, season }
  })
/** To create a season, to change one, or to remove one. */
export type SaveOperatingSeasonRequest =
  | { readonly season: OperatingSeason }
  | { readonly id: string; readonly version: number; readonly season: OperatingSeason }
  | { readonly id: string; readonly version: number; readonly remove: true }

const savedOperatingSeasonSchema = z.object({
  ...seasonFields,
  id: z.string(),
  /** Grows by one with each change. */
  version: z.int().min(1),
  /** ISO 8601 in UTC with milliseconds. */
  changedAt: z.string(),
  /** The e-mail of who changed it; null for an account without one. */
  changedBy: z.string().nullable(),
})
export type SavedOperatingSeason = z.infer<typeof savedOperatingSeasonSchema>

/** The details of an `aborted`: the season as it is now, which the caller has not seen. */
export const seasonConflictSchema = z.object({ season: savedOperatingSeasonSchema })
export type SeasonConflict = z.infer<typeof seasonConflictSchema>

export interface SaveOperatingSeasonResponse {
  /** The season as it is kept; null once it is removed. */
  readonly season: SavedOperatingSeason | null
}
