import { z } from 'zod'

import { Timestamp } from '../../lib/firestore/firestore.ts'

/** The setting that switches operating seasons on. */
export const seasonsParam = 'OPERATING_SEASONS'

/** The names of the collection of seasons, and of the collection below each with its audit. */
export const seasonCollections = { seasons: 'operating_seasons', audit: 'operating_season_audit' } as const

/** The admin who made a change. */
export const editorSchema = z.object({ uid: z.string().min(1), email: z.string().nullable() })
export type Editor = z.infer<typeof editorSchema>

/** The part of a season's document that people edit. */
const contentSchema = z.object({
  name: z.string().min(1),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  locations: z.array(z.string().min(1)),
  note: z.string(),
})

/** A document of `operating_seasons`, which nobody but `saveOperatingSeason` writes. */
export const seasonDocumentSchema = contentSchema.extend({
  version: z.int().min(1),
  updatedAt: z.instanceof(Timestamp),
  updatedBy: editorSchema,
})
export type SeasonDocument = z.infer<typeof seasonDocumentSchema>
