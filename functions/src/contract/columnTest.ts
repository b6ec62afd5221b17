import { z } from 'zod'

/** An ISO time; one to the nanosecond and with an offset has 35 characters. */
const isoTime = z.iso.datetime({ offset: true }).max(40)

/** A test of one column: one of values, a period (from inclusive, to exclusive), or a range (inclusive at both ends). */
export const columnTestSchema = z.strictObject({
  in: z
    .array(z.union([z.string().max(1_000), z.boolean()]))
    .min(1)
    .max(100)
    .optional(),
  from: isoTime.optional(),
  to: isoTime.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})
export type ColumnTest = z.infer<typeof columnTestSchema>
