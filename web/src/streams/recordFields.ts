import type { ColumnDescription, StreamDescription } from 'contract/records.ts'
import { wordsOf } from '../format/words.ts'

/** A field of a whole record. */
export interface RecordField {
  readonly name: string
  readonly label: string
  readonly value: unknown
  /** The column that the field is, which says how its value is written; null for a field that no list has. */
  readonly column: ColumnDescription | null
}

/** The members that are shown apart: a record's source and its ids. */
const told: readonly string[] = ['id', 'source', 'sourceId']

/**
 * The fields of a whole record in the order of its stream's columns, then those that no list has, by their names. Those that
 * are empty are left out.
 */
export function recordFields(
  record: Readonly<Record<string, unknown>>,
  columns: readonly ColumnDescription[],
): readonly RecordField[] {
  const names = Object.keys(record).filter((name) => !told.includes(name) && !isEmpty(record[name]))
  const columnOf = (name: string): ColumnDescription | null => columns.find((column) => column.name === name) ?? null
  const listed = columns.map(({ name }) => name).filter((name) => names.includes(name))
  const others = names.filter((name) => columnOf(name) === null).sort()
  return [...listed, ...others].map((name) => {
    const column = columnOf(name)
    return { name, label: column?.label ?? wordsOf(name), value: record[name], column }
  })
}

/** The columns that a record's fields are written by. */
export function fieldColumns({ columns }: StreamDescription): readonly ColumnDescription[] {
  return [...columns, { name: 'createdAt', label: 'Created', kind: 'time' }]
}

export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0
}

export function isPlain(value: unknown): value is string | number | boolean | null | undefined {
  return value === null || typeof value !== 'object'
}

/** A table of so many columns is still read at a glance. */
const mostColumns = 6

/** The names of the columns of a table that a list of flat things makes; null where it makes none. */
export function tableOf(list: readonly unknown[]): readonly string[] | null {
  const names = new Set<string>()
  for (const one of list) {
    if (isPlain(one) || Array.isArray(one)) return null
    for (const [name, value] of Object.entries(one)) {
      if (isEmpty(value)) continue
      if (!isPlain(value)) return null
      names.add(name)
    }
  }
  return names.size > 0 && names.size <= mostColumns ? [...names] : null
}
