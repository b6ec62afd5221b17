import { itemIdOf, type Catalog, type CatalogRecord } from '../catalog.ts'
import type { Members } from '../records.ts'

/** Objects as they are sent, categories with the path to their root where that is asked for. */
export function shownAll(
  catalog: Catalog,
  records: readonly CatalogRecord[],
  { include_category_path_to_root: withPaths }: { readonly include_category_path_to_root?: boolean | null | undefined },
): readonly Members[] {
  return records.map((record) => {
    const object = catalog.shown(record)
    if (withPaths !== true || record.type !== 'CATEGORY') return object
    const path = pathOf(catalog, record)
    return path.length === 0 ? object : { ...object, category_data: { ...record.data, path_to_root: path } }
  })
}

/** The categories above one, the nearest first. */
function pathOf(catalog: Catalog, { data }: CatalogRecord): readonly Members[] {
  const parentId = (data.parent_category as Members | undefined)?.id
  const parent = typeof parentId === 'string' ? catalog.objects.get(parentId) : undefined
  if (parent === undefined) return []
  return [{ category_id: parent.id, category_name: parent.data.name }, ...pathOf(catalog, parent)]
}

/** The objects that others name: an item's categories and taxes, a variation's item. */
export function relatedTo(catalog: Catalog, records: readonly CatalogRecord[]): readonly Members[] {
  const ids = new Set(records.flatMap(namedBy))
  return [...ids].flatMap((id) => catalog.objects.get(id) ?? []).map((record) => catalog.shown(record))
}

function namedBy(record: CatalogRecord): readonly string[] {
  if (record.type === 'ITEM_VARIATION') return [itemIdOf(record)]
  if (record.type !== 'ITEM') return []
  const { categories = [], tax_ids = [] } = record.data as { categories?: { id: string }[]; tax_ids?: string[] }
  return [...categories.map(({ id }) => id), ...tax_ids]
}
