import { extraColumn } from '../../contract/api.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { Column, Stream } from '../../model/stream.ts'

/** A column that the shop declares, and its name in requests and answers. */
export interface ExtraColumn {
  readonly name: string
  readonly column: Column<never>
}

const prefix = extraColumn('')

/** The columns that the shop declares beside those of every order. */
export function extrasOf({ columns }: Pick<Stream, 'columns'>): readonly ExtraColumn[] {
  return columns
    .filter(({ name }) => name.startsWith(prefix))
    .map((column) => ({ name: column.name.slice(prefix.length), column }))
}

/** The column that the shop declares under `name`. Throws an InvalidInputError, for `field`, where there is none. */
export function extraOf(stream: Pick<Stream, 'columns'>, name: string, field: string): Column<never> {
  const extras = extrasOf(stream)
  const found = extras.find((one) => one.name === name)
  if (found !== undefined) return found.column
  const named = extras.length === 0 ? 'names none' : `names ${extras.map((one) => one.name).join(', ')}`
  throw new InvalidInputError(field, `is no column of orders: orders.columns in functions/tidemark.json ${named}`)
}
