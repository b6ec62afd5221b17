import type { ColumnDescription } from 'contract/records.ts'

/** Returns a record's title: by its title column or, where that is empty, by its id at the source. */
export function titleOf(title: ColumnDescription, id: string, values: Readonly<Record<string, unknown>>): string {
  const value = title.name === 'id' ? '' : values[title.name]
  return typeof value === 'string' && value.trim() !== '' ? value : id.slice(id.indexOf(':') + 1)
}
