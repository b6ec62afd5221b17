import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'

import type { DocumentSnapshot, Firestore, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'

type Fields = Record<string, unknown>

interface Ref {
  readonly id: string
  readonly path: string
}

interface MaskOptions {
  readonly fieldMask: readonly string[]
}

/**
 * A database whose documents are files of a folder, one for each field, so that a reader of some fields reads no others: of a client
 * only what writes and reads caches. It measures what a reader does with the bytes, and no network. Nothing is written twice, or once
 * it is read.
 */
export class FileFirestore {
  /** Documents that were asked for: Firestore bills each, whether it is there or not. */
  reads = 0
  readonly #folder: string
  readonly #time: Timestamp

  /** `time` stands for the moment of every commit and of every read: of the class that the measured code uses. */
  constructor(folder: string, time: Timestamp) {
    this.#folder = folder
    this.#time = time
  }

  get client(): Firestore {
    const read = {
      getAll: async (...asked: (Ref | MaskOptions)[]) => {
        const mask = asked.find((one) => 'fieldMask' in one)?.fieldMask
        return this.#getAll(
          asked.filter((one) => 'path' in one),
          mask,
        )
      },
      get: async (ref: Ref) => this.#getAll([ref])[0],
    }
    const client = {
      collection: (name: string) => ({ doc: (id: string) => this.#ref(id, `${name}/${id}`) }),
      getAll: read.getAll,
      runTransaction: <T>(body: (transaction: typeof read) => T): T => body(read),
      batch: () => this.#batch(),
    }
    // Who measures caches uses no more of it.
    return client as unknown as Firestore
  }

  #ref(id: string, path: string) {
    const ref = { id, path }
    return {
      ...ref,
      get: async () => this.#getAll([ref])[0],
      set: async (fields: Fields) => this.#write(ref, fields),
    }
  }

  #batch() {
    const writes: (() => void)[] = []
    return {
      set: (ref: Ref, fields: Fields) => void writes.push(() => this.#write(ref, fields)),
      commit: async () => writes.forEach((write) => write()),
    }
  }

  #fileOf({ path }: Ref): string {
    return join(this.#folder, encodeURIComponent(path))
  }

  #write(ref: Ref, fields: Fields): void {
    const file = this.#fileOf(ref)
    writeFileSync(file, serialize(Object.keys(fields)))
    for (const [name, value] of Object.entries(fields)) writeFileSync(`${file}@${name}`, serialize(value))
  }

  #getAll(refs: readonly Ref[], mask?: readonly string[]): DocumentSnapshot[] {
    this.reads += refs.length
    // What a mask names of a map comes with the whole map here.
    const wanted = mask?.map((path) => path.split('.')[0])
    return refs.map((ref) => this.#snapshot(ref, (name) => wanted?.includes(name) ?? true))
  }

  #snapshot(ref: Ref, isWanted: (name: string) => boolean): DocumentSnapshot {
    const file = this.#fileOf(ref)
    const names = existsSync(file) ? (valueIn(file) as string[]).filter(isWanted) : undefined // As `#write` wrote it.
    const fields = names && Object.fromEntries(names.map((name) => [name, valueIn(`${file}@${name}`)]))
    const snapshot = {
      id: ref.id,
      ref,
      exists: fields !== undefined,
      data: () => fields,
      get: (field: string) => fields?.[field],
      readTime: this.#time,
      updateTime: fields === undefined ? undefined : this.#time,
    }
    // Only the client makes real ones, from what the server sent.
    return snapshot as unknown as DocumentSnapshot
  }
}

function valueIn(file: string): unknown {
  return deserialize(readFileSync(file))
}
