import type { Column } from '../../model/stream.ts'
import { sourceColumn, updatedAtColumn } from '../common.ts'
import type { CatalogCategory } from './schema.ts'

/** The columns of a category's list row: all there is of it. */
export const catalogCategoryColumns = [
  sourceColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'type', kind: 'category', label: 'Type', facet: true, of: ({ type }) => type },
  { name: 'parentId', kind: 'text', label: 'Parent', search: 'text', of: ({ parentId }) => parentId },
  updatedAtColumn,
] as const satisfies readonly Column<CatalogCategory>[]
