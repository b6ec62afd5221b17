import { keyNames } from '../../model/stream.ts'
import type { OwnColumn } from '../../streams/ownColumns.ts'

/** A mistake in a declared column: its place in the list of columns, and a message. */
export interface ColumnFault {
  readonly path: readonly [index: number, member: keyof OwnColumn]
  readonly message: string
}

/** The mistakes in declared columns; `taken` are the names of the columns that there are already. */
export function columnFaults(columns: readonly OwnColumn[], taken: readonly string[]): ColumnFault[] {
  const names = columns.map(({ name }) => name)
  return columns.flatMap(({ name, kind, search, facet }, i) => {
    const fault = (member: keyof OwnColumn, message: string): ColumnFault => ({ path: [i, member], message })
    return [
      // An object has members of its own, like `constructor`, that a look-up by such a name would find.
      ...(taken.includes(name) || keyNames.includes(name) || name in {}
        ? [fault('name', `"${name}" is taken: give the column another name`)]
        : []),
      ...(names.indexOf(name) < i ? [fault('name', `"${name}" is the name of another column, too`)] : []),
      ...(facet && kind !== 'category' ? [fault('facet', 'only a column of kind "category" can be a facet')] : []),
      ...(search && kind !== 'text' ? [fault('search', 'only a column of kind "text" can be searched')] : []),
    ]
  })
}
