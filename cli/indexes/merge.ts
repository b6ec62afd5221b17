import type { FieldOverride, Index, IndexFile } from './file.ts'
import type { FieldNeed, Needs } from './needs.ts'

/** The indexes that Firestore gives every field of which no file says anything (https://firebase.google.com/docs/firestore/query-data/index-overview). */
const automatic: readonly Index[] = [
  { order: 'ASCENDING', queryScope: 'COLLECTION' },
  { order: 'DESCENDING', queryScope: 'COLLECTION' },
  { arrayConfig: 'CONTAINS', queryScope: 'COLLECTION' },
]

/**
 * The entries of `fieldOverrides` as they have to be: those that change and those that are new. Empty where the file has all that is
 * needed. Every index that the file has stays.
 */
export function missingOverrides(file: IndexFile, { fields, caches }: Needs): FieldOverride[] {
  const changed = fields.reduce<FieldOverride[]>((before, need) => {
    const override = overrideWith(need, { ...file, fieldOverrides: merged(file.fieldOverrides, before) })
    return override === null ? before : [...merged(before, [override])]
  }, [])
  const isThere = (one: FieldOverride): boolean => file.fieldOverrides.some((other) => isOf(other, one))
  return [...changed, ...caches.filter((one) => !isThere(one))]
}

/** The file with the missing entries: each replaces the one of its field, or comes at the end. Merging twice changes nothing more. */
export function mergedFile(file: IndexFile, missing: readonly FieldOverride[]): IndexFile {
  return { ...file, fieldOverrides: merged(file.fieldOverrides, missing) }
}

function merged(overrides: readonly FieldOverride[], more: readonly FieldOverride[]): readonly FieldOverride[] {
  const kept = overrides.map((one) => more.find((other) => isOf(other, one)) ?? one)
  return [...kept, ...more.filter((one) => !overrides.some((other) => isOf(other, one)))]
}

/** The entry of a field with the missing indexes; null where none is missing. It repeats the automatic indexes, for it replaces them. */
function overrideWith({ collectionGroup, fieldPath, indexes }: FieldNeed, file: IndexFile): FieldOverride | null {
  const own = file.fieldOverrides.find((one) => isOf(one, { collectionGroup, fieldPath }))
  const ofAll = file.fieldOverrides.find((one) => isOf(one, { collectionGroup, fieldPath: '*' }))
  const present = own?.indexes ?? ofAll?.indexes ?? automatic
  const missing = indexes.filter((index) => !present.some((other) => isSame(other, index)))
  return missing.length === 0 ? null : { ...own, collectionGroup, fieldPath, indexes: [...present, ...missing] }
}

type Place = Pick<FieldOverride, 'collectionGroup' | 'fieldPath'>

/** Tells whether two entries are of the same field. */
export function isOf(a: Place, b: Place): boolean {
  return a.collectionGroup === b.collectionGroup && a.fieldPath === b.fieldPath
}

function isSame(a: Index, b: Index): boolean {
  return a.order === b.order && a.arrayConfig === b.arrayConfig && a.queryScope === b.queryScope
}
