import { z } from 'zod'

/** A record that others refer to and that the cache does not have: they are orphans until it comes. */
export const missingRecordSchema = z.object({
  id: z.string().min(3),
  /** The stream that it would be of, and its id at the source. */
  stream: z.string(),
  missingId: z.string().min(1),
  /** How many records refer to it, of which streams, and one of them by its id. */
  references: z.int().min(1),
  from: z.string(),
  example: z.string(),
  /** The time of the newest of them. */
  createdAt: z.iso.datetime({ precision: 3 }),
})
export type MissingRecord = z.infer<typeof missingRecordSchema>
