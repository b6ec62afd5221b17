/**
 * The path of a collection, maybe with names in braces that stand for any document (`users/{uid}/orders`): which documents it
 * names, and how their paths and the ids of records follow from each other.
 */
export interface CollectionPattern {
  /** The name of the collection itself: that of its collection group. */
  readonly group: string
  readonly hasWildcards: boolean
  /** The record's id for the document at a path; null where the document is none of the collection's. */
  sourceIdOf(this: void, path: string): string | null
  /** The path of a record's document; null where no record of the collection can have the id. */
  pathOf(this: void, sourceId: string): string | null
  /** The last part of the path of a record's document. */
  documentIdOf(sourceId: string): string
}

export function patternOf(collection: string): CollectionPattern {
  const names = [...collection.split('/'), '{documentId}']
  const group = names.at(-2) ?? ''
  const wildcards = names.filter(isWildcard).length
  const [encode, decode] =
    wildcards > 1 ? [joined, parted] : [([id = '']: readonly string[]) => id, (id: string) => [id]]

  const partsOf = (sourceId: string): readonly string[] | null => {
    const parts = decode(sourceId)
    const isPath = parts.length === wildcards && parts.every((part) => part !== '' && !part.includes('/'))
    return isPath && encode(parts) === sourceId ? parts : null
  }
  return {
    group,
    hasWildcards: wildcards > 1,
    sourceIdOf: (path) => {
      const segments = path.split('/')
      const isOne =
        segments.length === names.length && names.every((name, i) => isWildcard(name) || name === segments[i])
      return isOne ? encode(segments.filter((_, i) => isWildcard(names[i] ?? ''))) : null
    },
    pathOf: (sourceId) => {
      const parts = partsOf(sourceId)?.values()
      return parts === undefined ? null : names.map((name) => (isWildcard(name) ? parts.next().value : name)).join('/')
    },
    documentIdOf: (sourceId) => partsOf(sourceId)?.at(-1) ?? sourceId,
  }
}

function isWildcard(name: string): boolean {
  return /^\{\w+\}$/.test(name)
}

/*
 * The ids of records in a collection below many parents. Documents of several parents may have the same id, so a record's id joins all ids
 * of the path by `~`, each with its own `%` and `~` escaped: `users/u1/orders/7` is `u1~7`.
 */

function joined(ids: readonly string[]): string {
  const id = ids.map((part) => part.replaceAll('%', '%25').replaceAll('~', '%7E')).join('~')
  // Firestore keeps ids of this form for itself (https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields).
  return id.startsWith('__') && id.endsWith('__') ? `%5F${id.slice(1)}` : id
}

function parted(id: string): string[] {
  return id
    .split('~')
    .map((part) => part.replaceAll(/%(25|7E|5F)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))
}
