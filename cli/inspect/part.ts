import type { z } from 'zod'

import type { orderSettingsSchema } from '../../functions/src/sources/firestore/settings.ts'
import type { Question } from './questions.ts'

/** `orders` of functions/tidemark.json as people write it. */
export type OrderSettingsInput = z.input<typeof orderSettingsSchema>

/** Some of the settings, the questions that they leave open, and notes that give their reasons. */
export interface SettingsPart {
  readonly orders: OrderSettingsInput
  readonly questions: readonly Question[]
  readonly notes: readonly string[]
}

/** Writes a count in words: "12 of 200 documents". */
export function countOf(count: number, of: number, noun = 'documents'): string {
  return count === of ? `all ${of} ${noun}` : `${count} of ${of} ${noun}`
}
