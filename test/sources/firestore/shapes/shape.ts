import type { z } from 'zod'

import { Firestore, Timestamp } from '../../../../functions/src/lib/firestore/firestore.ts'
import type { orderSettingsSchema } from '../../../../functions/src/sources/firestore/settings.ts'
import type { ItemInShort } from '../../../harness/templateValues.ts'

/** Orders as a public shop template keeps them, with the settings that such a shop writes into `functions/tidemark.json`. */
export interface Shape {
  readonly name: string
  readonly settings: z.input<typeof orderSettingsSchema>
  readonly orders: readonly {
    readonly data: Readonly<Record<string, unknown>>
    /** Fields of the canonical order. */
    readonly want: Readonly<Record<string, unknown>>
    readonly items?: readonly ItemInShort[]
  }[]
}

export const placed = Timestamp.fromDate(new Date('2026-11-18T11:06:40.000Z'))
export const placedAt = '2026-11-18T11:06:40.000Z'
/** The creation time that Firestore has of every document here. */
export const createdAt = '2026-11-30T00:00:00.000Z'
const db = new Firestore({ projectId: 'demo-shapes' })
export const reference = db.doc('users/u1')
