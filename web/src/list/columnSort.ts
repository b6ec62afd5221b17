import type { ColumnDescription } from 'contract/records.ts'
import type { SortChoice } from './SortSelect.tsx'

/** Returns the direction of the first press: of words upwards; of numbers and times the largest and latest are wanted first. */
export function firstDirection({ kind }: Pick<ColumnDescription, 'kind'>): 'asc' | 'desc' {
  return kind === 'text' || kind === 'category' || kind === 'flag' ? 'asc' : 'desc'
}

/** Returns the name of a direction for a kind of column. */
function directionName(kind: ColumnDescription['kind'], direction: 'asc' | 'desc'): string {
  switch (kind) {
    case 'text':
    case 'category':
      return direction === 'asc' ? 'A to Z' : 'Z to A'
    case 'time':
      return direction === 'asc' ? 'earliest first' : 'latest first'
    case 'integer':
    case 'number':
      return direction === 'asc' ? 'lowest first' : 'highest first'
    case 'flag':
      return direction === 'asc' ? 'no first' : 'yes first'
  }
}

/** The choice to sort by a column, which requests call `field`. */
export function sortChoice({ kind, label }: ColumnDescription, field: string): SortChoice {
  const first = firstDirection({ kind })
  const both = [first, first === 'asc' ? 'desc' : 'asc'] as const
  return { field, label, directions: both.map((direction) => [direction, directionName(kind, direction)] as const) }
}
