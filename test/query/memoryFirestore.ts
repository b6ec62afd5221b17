import { Timestamp, type DocumentSnapshot, type Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { stored } from '../cache/stored.ts'

type Fields = Record<string, unknown>

/** What a document held from a moment on; undefined: it was not there. */
interface State {
  readonly fromMs: number
  readonly fields: Fields | undefined
}

interface Ref {
  readonly id: string
  readonly path: string
}

/** The names of the fields that a reader wants. */
interface MaskOptions {
  readonly fieldMask: readonly string[]
}

const begin = Date.UTC(2026, 0, 1)
/** Firestore answers for moments so far back. */
const pastMs = 3_600_000

/** Documents as a client reads them, as they are or as they were: of a database only what readers ask of it. */
export class MemoryFirestore {
  readonly #states = new Map<string, State[]>()
  #nowMs = begin
  /** Paths of the documents that were read, in that order. */
  readonly read: string[] = []
  /** Called with the paths of each request before it is answered: it may wait, or throw. */
  before: (paths: readonly string[]) => void | Promise<void> = () => {}

  /** Writes documents (undefined deletes one) at one moment, later than all before. */
  commit(documents: Iterable<readonly [path: string, fields: Fields | undefined]>): void {
    this.#nowMs += 1
    for (const [path, fields] of documents) {
      const states = this.#states.get(path) ?? []
      states.push({ fromMs: this.#nowMs, fields })
      this.#states.set(path, states)
    }
  }

  /** Lets time pass in which nothing is written. */
  pass(ms: number): void {
    this.#nowMs += ms
  }

  get client(): Firestore {
    const client = {
      collection: (name: string) => ({ doc: (id: string) => this.#ref(id, `${name}/${id}`) }),
      getAll: (...refs: Ref[]) => this.#getAll(refs, null),
      runTransaction: <T>(body: (transaction: unknown) => T, options: { readOnly: true; readTime: Timestamp }): T =>
        body({
          getAll: (...asked: (Ref | MaskOptions)[]) => {
            const mask = asked.find((one) => 'fieldMask' in one)?.fieldMask
            return this.#getAll(asked.filter(isRef), options.readTime.toMillis(), mask)
          },
        }),
    }
    // Readers use no more of it.
    return client as unknown as Firestore
  }

  #ref(id: string, path: string): Ref & { get(): Promise<DocumentSnapshot | undefined> } {
    const ref = { id, path }
    return { ...ref, get: async () => (await this.#getAll([ref], null))[0] }
  }

  async #getAll(refs: readonly Ref[], atMs: number | null, mask?: readonly string[]): Promise<DocumentSnapshot[]> {
    await this.before(refs.map(({ path }) => path))
    if (atMs !== null && atMs < this.#nowMs - pastMs) throw new Error('The read time is too far in the past.')
    this.read.push(...refs.map(({ path }) => path))
    return refs.map((ref) => this.#snapshot(ref, atMs ?? this.#nowMs, mask))
  }

  #snapshot({ id, path }: Ref, atMs: number, mask?: readonly string[]): DocumentSnapshot {
    const state = this.#states.get(path)?.findLast(({ fromMs }) => fromMs <= atMs)
    const fields = state?.fields && (mask === undefined ? state.fields : masked(state.fields, mask))
    const readTime = Timestamp.fromMillis(atMs)
    const updateTime = state === undefined || fields === undefined ? undefined : Timestamp.fromMillis(state.fromMs)
    return Object.assign(stored(path, fields), { id, readTime, updateTime })
  }
}

/** The fields that a mask names, or members of maps (`map.member`). */
function masked(fields: Fields, mask: readonly string[]): Fields {
  const members = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    if (mask.includes(name)) return [[name, value]]
    const inner = mask.flatMap((path) => (path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : []))
    return inner.length === 0 ? [] : [[name, masked(value as Fields, inner)]]
  })
  return Object.fromEntries(members)
}

function isRef(asked: Ref | MaskOptions): asked is Ref {
  return 'path' in asked
}
