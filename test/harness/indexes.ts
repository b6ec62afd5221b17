/*
 * The index that a query needs. The emulator answers every query; Firestore refuses one that has no index
 * (https://firebase.google.com/docs/firestore/query-data/index-overview), so the shapes that were sent are held against
 * firestore.indexes.json.
 */

type Direction = 'ASCENDING' | 'DESCENDING'

/** The part of firestore.indexes.json that is used here. */
export interface IndexFile {
  readonly indexes: readonly {
    readonly collectionGroup: string
    readonly queryScope: string
    readonly fields: readonly { readonly fieldPath: string; readonly order: string }[]
  }[]
  readonly fieldOverrides: readonly {
    readonly collectionGroup: string
    readonly fieldPath: string
    readonly ttl?: boolean
    readonly indexes: readonly { readonly order?: string; readonly queryScope: string }[]
  }[]
}

/** A structured query as the client sends it, as far as an index depends on it. */
export interface StructuredQuery {
  readonly from: readonly { readonly collectionId: string; readonly allDescendants?: boolean }[]
  readonly where?: Where | null
  readonly orderBy?: readonly { readonly field: { readonly fieldPath: string }; readonly direction: Direction }[]
}

interface Where {
  readonly compositeFilter?: { readonly op: string; readonly filters: readonly Where[] } | null
  readonly fieldFilter?: { readonly field: { readonly fieldPath: string }; readonly op: string } | null
  readonly unaryFilter?: { readonly field: { readonly fieldPath: string } } | null
}

/** Names the index that the query lacks; null where it lacks none. */
export function missingIndex(query: StructuredQuery, file: IndexFile): string | null {
  const [from] = query.from
  if (from === undefined) return 'a collection'
  const { collectionId } = from
  if (from.allDescendants === true) return missingOfGroup(query, collectionId, file)
  const { equal, ordered } = partsOf(query)
  const wanted = `${collectionId}: an index on ${[...equal, ...ordered.map(textOf)].join(', ')}`
  // Equalities alone are answered by merging single-field indexes; by name, documents are sorted anyway.
  if (ordered.length === 0) return equal.every((field) => hasSingle(file, collectionId, field)) ? null : wanted
  const [only, ...others] = ordered
  const isSingle = others.length === 0 && equal.every((field) => field === only?.field)
  if (isSingle && only !== undefined && hasSingle(file, collectionId, only.field, only.direction)) return null
  return hasComposite(file, collectionId, equal, ordered) ? null : wanted
}

/** Names the index that a query of a collection group lacks. Documents of a group are sorted by name without an index. */
function missingOfGroup(query: StructuredQuery, collectionId: string, file: IndexFile): string | null {
  const { equal, ordered } = partsOf(query)
  const [first, ...others] = ordered
  if (first === undefined && equal.length === 0) return null
  const has =
    first !== undefined &&
    others.length === 0 &&
    equal.length === 0 &&
    hasSingle(file, collectionId, first.field, first.direction, 'COLLECTION_GROUP')
  return has
    ? null
    : `${collectionId}: an index of the collection group on ${[...equal, ...ordered.map(textOf)].join(', ')}`
}

interface Ordered {
  readonly field: string
  readonly direction: Direction
}

function textOf({ field, direction }: Ordered): string {
  return `${field} ${direction}`
}

/** The fields compared for equality, and those that the answer is sorted by (a range sorts by its field); names aside. */
function partsOf({ where, orderBy = [] }: StructuredQuery): { equal: string[]; ordered: Ordered[] } {
  const filters = filtersOf(where)
  const ordered: Ordered[] = orderBy.map(({ field, direction }) => ({ field: field.fieldPath, direction }))
  for (const { field, isEqual } of filters) {
    if (!isEqual && !ordered.some((one) => one.field === field)) ordered.push({ field, direction: 'ASCENDING' })
  }
  const equal = filters.filter(({ isEqual }) => isEqual).map(({ field }) => field)
  return { equal: [...new Set(equal)], ordered: ordered.filter(({ field }) => field !== '__name__') }
}

function filtersOf(where: Where | null | undefined): { field: string; isEqual: boolean }[] {
  if (where == null) return []
  const { compositeFilter, fieldFilter, unaryFilter } = where
  if (compositeFilter != null) return compositeFilter.filters.flatMap(filtersOf)
  if (fieldFilter != null)
    return [{ field: fieldFilter.field.fieldPath, isEqual: ['EQUAL', 'IN'].includes(fieldFilter.op) }]
  if (unaryFilter != null) return [{ field: unaryFilter.field.fieldPath, isEqual: true }]
  throw new Error('The query has a filter of an unknown kind.')
}

/** Tells whether a field has an index: by default in both directions in its collection, unless the file has an entry for it or for `*`. */
function hasSingle(
  file: IndexFile,
  collection: string,
  field: string,
  direction: Direction = 'ASCENDING',
  scope: 'COLLECTION' | 'COLLECTION_GROUP' = 'COLLECTION',
): boolean {
  const overrides = file.fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collection)
  const override =
    overrides.find(({ fieldPath }) => fieldPath === field) ?? overrides.find(({ fieldPath }) => fieldPath === '*')
  if (override === undefined) return scope === 'COLLECTION'
  return override.indexes.some(({ order, queryScope }) => order === direction && queryScope === scope)
}

function hasComposite(
  file: IndexFile,
  collection: string,
  equal: readonly string[],
  ordered: readonly Ordered[],
): boolean {
  return file.indexes.some(({ collectionGroup, queryScope, fields }) => {
    const [first, last] = [fields.slice(0, equal.length), fields.slice(equal.length)]
    return (
      collectionGroup === collection &&
      queryScope === 'COLLECTION' &&
      first.every(({ fieldPath }) => equal.includes(fieldPath)) &&
      last.length === ordered.length &&
      last.every(({ fieldPath, order }, i) => fieldPath === ordered[i]?.field && order === ordered[i].direction)
    )
  })
}
