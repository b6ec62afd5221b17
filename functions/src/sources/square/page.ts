import { z } from 'zod'

import { idOf } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'

/** A page of a list. */
export interface ListPage {
  readonly rows: readonly RawRow[]
  /** Empty behind the last page. */
  readonly cursor: string
}

/** The schema of a page whose rows are the member `rows`. The vendor leaves an empty list out, and the cursor of the last page. */
export function pageSchema(rows: string, identify: (row: RawRow) => string | null = (row) => idOf(row.id)) {
  const row = z.record(z.string(), z.unknown()).refine((one) => identify(one) !== null, 'has no id')
  return z.looseObject({ cursor: z.string().nullish() }).transform((data, context): ListPage => {
    const listed = z.array(row).safeParse(data[rows] ?? [])
    if (listed.success) return { rows: listed.data, cursor: data.cursor ?? '' }
    const [issue] = listed.error.issues
    context.addIssue({ code: 'custom', path: [rows, ...(issue?.path ?? [])], message: 'cannot be read' })
    return z.NEVER
  })
}
