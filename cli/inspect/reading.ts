import { randomInt } from 'node:crypto'

import {
  FieldPath,
  type Firestore,
  type Query,
  type QueryDocumentSnapshot,
} from '../../functions/src/lib/firestore/firestore.ts'
import { grpcStatus, statusOf } from '../../functions/src/lib/firestore/grpc.ts'
import { reading } from '../../functions/src/lib/firestore/reading.ts'
import { momentOfTimestamp, queryUsage } from '../../functions/src/lib/firestore/usage.ts'
import { patternOf, type CollectionPattern } from '../../functions/src/sources/firestore/pattern.ts'
import { findTimes } from './times.ts'
import { profilesOf } from './profile.ts'
import type { SampledDocument } from './sampled.ts'

/** Documents of a collection, and the reads that Firestore bills for them. */
export interface Sample {
  readonly documents: readonly SampledDocument[]
  readonly reads: number
  /** Sentences about documents that could not be asked for. */
  readonly notes: readonly string[]
}

/** The number of random ids that a round of reading starts from. */
const draws = 8

/**
 * Reads about `size` documents of a collection: some by random ids, then the newest and the oldest by the field that seems to be
 * their creation time. Takes at most twice as many reads, and writes nothing. A path with names in braces stands for all collections of
 * that pattern.
 */
export async function readSample(db: Firestore, collection: string, size: number): Promise<Sample> {
  const reader = new SampleReader(db, collection)
  await reader.readFirst(Math.ceil(size / 6))
  for (let n = 0; n < draws && reader.mayHoldMore; n++) await reader.readNear(Math.ceil(size / 6 / draws))
  const time = findTimes(profilesOf(reader.documents.map(({ data }) => data)), reader.documents).createdAt
  if (time !== null) {
    await reader.readByTime(time.keys, 'desc', Math.ceil(size / 3))
    await reader.readByTime(time.keys, 'asc', Math.ceil(size / 6))
  }
  const each = Math.ceil((size - reader.documents.length) / draws)
  for (let n = 0; n < draws && reader.mayHoldMore && reader.documents.length < size; n++) await reader.readNear(each)
  return { documents: reader.documents, reads: reader.reads, notes: reader.notes }
}

class SampleReader {
  reads = 0
  readonly notes: string[] = []
  /** False where the collection has been read to its end. */
  mayHoldMore = true
  readonly #found = new Map<string, SampledDocument>()
  readonly #all: Query
  readonly #collection: string
  readonly #pattern: CollectionPattern

  constructor(db: Firestore, collection: string) {
    this.#collection = collection
    this.#pattern = patternOf(collection)
    const { hasWildcards, group } = this.#pattern
    this.#all = hasWildcards ? db.collectionGroup(group) : db.collection(collection)
  }

  get documents(): SampledDocument[] {
    return [...this.#found.values()]
  }

  async readFirst(count: number): Promise<void> {
    const read = await this.#take(this.#all.orderBy(FieldPath.documentId()).limit(count))
    this.mayHoldMore = read === count
  }

  /** Reads the documents that follow a random id, which looks like a known one or like one that Firestore makes. */
  async readNear(count: number): Promise<void> {
    const known = this.documents
    const like = randomInt(2) === 0 ? known[randomInt(Math.max(1, known.length))]?.path : undefined
    const path = like === undefined ? this.#randomPath() : mutated(like)
    const place = this.#pattern.hasWildcards ? path : path.slice(path.lastIndexOf('/') + 1)
    await this.#take(this.#all.orderBy(FieldPath.documentId()).startAt(place).limit(count))
  }

  async readByTime(keys: readonly string[], direction: 'asc' | 'desc', count: number): Promise<void> {
    try {
      await this.#take(this.#all.orderBy(new FieldPath(...keys), direction).limit(count))
    } catch (error) {
      const cause = error instanceof Error ? error.cause : null
      if (statusOf(cause) !== grpcStatus.failedPrecondition) throw error
      if (direction === 'desc')
        this.notes.push(
          `The newest and the oldest documents could not be asked for: "${keys.join('.')}" has no index over all collections of the ` +
            'pattern. The sample has random ones only; "npm run indexes -- show" names the index.',
        )
    }
  }

  #randomPath(): string {
    return `${this.#collection}/{id}`.replaceAll(/\{\w+\}/g, randomId)
  }

  /** Reads the documents of a query, and returns their number. */
  async #take(query: Query): Promise<number> {
    const { docs } = await reading(this.#collection, () => query.get())
    this.reads += queryUsage(docs.length).reads
    for (const document of docs) {
      // A collection of the same name elsewhere is another one.
      if (this.#pattern.sourceIdOf(document.ref.path) !== null) this.#found.set(document.ref.path, sampledOf(document))
    }
    return docs.length
  }
}

/** Reads the first `count` documents of a collection, in the order of their ids. */
export async function readFew(db: Firestore, collection: string, count: number): Promise<Sample> {
  const reader = new SampleReader(db, collection)
  await reader.readFirst(count)
  return { documents: reader.documents, reads: reader.reads, notes: [] }
}

function sampledOf(document: QueryDocumentSnapshot): SampledDocument {
  const { ref, createTime, updateTime } = document
  return {
    path: ref.path,
    data: document.data(),
    createTime: momentOfTimestamp(createTime),
    updateTime: momentOfTimestamp(updateTime),
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Makes an id like those of Firestore's own. */
function randomId(): string {
  return Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** Returns a path with other digits and letters from a random place on. */
function mutated(path: string): string {
  const from = randomInt(path.length)
  const behind = path.slice(from).replaceAll(/[a-z]|[A-Z]|\d/g, (sign) => {
    const likes = /\d/.test(sign)
      ? alphabet.slice(52)
      : /[a-z]/.test(sign)
        ? alphabet.slice(26, 52)
        : alphabet.slice(0, 26)
    return likes[randomInt(likes.length)] ?? sign
  })
  return path.slice(0, from) + behind
}
