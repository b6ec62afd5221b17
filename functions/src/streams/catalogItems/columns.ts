import type { Column } from '../../model/stream.ts'
import { linesOf, sourceColumn, updatedAtColumn } from '../common.ts'
import type { CatalogItem } from './schema.ts'

/** The columns of an item's list row: all there is of it. */
export const catalogItemColumns = [
  sourceColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'type', kind: 'category', label: 'Type', facet: true, of: ({ type }) => type },
  {
    name: 'categoryIds',
    kind: 'text',
    label: 'Categories',
    search: 'lines',
    of: ({ categoryIds }) => linesOf(categoryIds),
  },
  {
    name: 'variationCount',
    kind: 'integer',
    label: 'Variations',
    sort: true,
    of: ({ variationIds }) => variationIds.length,
  },
  {
    name: 'variationIds',
    kind: 'text',
    label: 'Variation ids',
    search: 'lines',
    of: ({ variationIds }) => linesOf(variationIds),
  },
  { name: 'isArchived', kind: 'flag', label: 'Archived', of: ({ isArchived }) => isArchived },
  updatedAtColumn,
] as const satisfies readonly Column<CatalogItem>[]
