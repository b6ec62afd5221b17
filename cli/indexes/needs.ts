import { cacheOf } from '../../functions/src/cache/paths.ts'
import type { Config } from '../../functions/src/config.ts'
import type { SettingsFile } from '../../functions/src/settingsFile.ts'
import { keysOf } from '../../functions/src/sources/firestore/fields.ts'
import { patternOf } from '../../functions/src/sources/firestore/pattern.ts'
import type { FieldOverride, Index } from './file.ts'

/** A field of a shop's collection by which queries sort, and the indexes that they go by. */
export interface FieldNeed {
  readonly collectionGroup: string
  readonly fieldPath: string
  readonly indexes: readonly Index[]
}

/** The entries that firestore.indexes.json needs for some settings. */
export interface Needs {
  readonly fields: readonly FieldNeed[]
  /** The entries of the caches of the shop's own streams: nearly all of their fields are queried by nobody, and cost a write each. */
  readonly caches: readonly FieldOverride[]
}

export function needsOf({ firestoreSource: orders }: Pick<Config, 'firestoreSource'>, file: SettingsFile): Needs {
  const streams = Object.entries(file.streams)
  return {
    fields: [
      ...(orders === null ? [] : fieldsOf(orders.collection, orders.createdAtField, orders.changedAtField)),
      ...streams.flatMap(([, { collection, createdAt, changedAt = createdAt }]) =>
        fieldsOf(collection, createdAt, changedAt),
      ),
    ],
    caches: streams.flatMap(([name]) => overridesOfCache(name)),
  }
}

/** The indexes of the times: enumerations ascend by creation time, windows by change time; the newest change is looked for from the end. */
function fieldsOf(collection: string, createdAt: string | null, changedAt: string | null): FieldNeed[] {
  const { group, hasWildcards } = patternOf(collection)
  const queryScope = hasWildcards ? 'COLLECTION_GROUP' : 'COLLECTION'
  const need = (path: string | null, orders: readonly string[]): FieldNeed[] =>
    path === null
      ? []
      : [
          {
            collectionGroup: group,
            fieldPath: indexPath(path),
            indexes: orders.map((order) => ({ order, queryScope })),
          },
        ]
  return createdAt === changedAt
    ? need(changedAt, ['ASCENDING', 'DESCENDING'])
    : [...need(createdAt, ['ASCENDING']), ...need(changedAt, ['ASCENDING', 'DESCENDING'])]
}

/** A field path as the index file has it: names that are more than letters, digits and _ stand in backticks. */
function indexPath(path: string): string {
  return keysOf(path)
    .map((key) => (/^[a-z_]\w*$/i.test(key) ? key : `\`${key.replaceAll(/[\\`]/g, String.raw`\$&`)}\``))
    .join('.')
}

function overridesOfCache(stream: string): FieldOverride[] {
  const { documents, segments, heads } = cacheOf(`firestore.${stream}`)
  const sorted = ['ASCENDING', 'DESCENDING'].map((order) => ({ order, queryScope: 'COLLECTION' }))
  return [
    { collectionGroup: documents, fieldPath: '*', indexes: [] },
    ...['createdAt', 'updatedAt'].map((fieldPath) => ({ collectionGroup: documents, fieldPath, indexes: sorted })),
    { collectionGroup: segments, fieldPath: '*', indexes: [] },
    { collectionGroup: heads, fieldPath: '*', indexes: [] },
  ]
}
