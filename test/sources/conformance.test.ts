import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { instantFromMs } from '../../functions/src/lib/instant.ts'
import type {
  ChangeWindow,
  EnumerationPage,
  Lookup,
  SourcePage,
  SourceRecord,
} from '../../functions/src/model/source.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { createDerivedSource } from '../../functions/src/sources/derived/source.ts'
import { MemorySource, type MemorySourceOptions } from '../../functions/src/sources/memory/source.ts'
import { rulesOf, type MakeSubject } from './conformance.ts'

const noteSchema = z.object({ id: z.string(), at: z.int(), state: z.string() })
type Note = z.infer<typeof noteSchema>

const notes = defineStream<Note>({
  name: 'notes',
  schema: noteSchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'state', kind: 'text', label: 'State', of: ({ state }) => state }],
})

let nowMs = Date.UTC(2026, 5, 1)
const options: MemorySourceOptions<Note> = {
  name: 'square',
  now: () => instantFromMs((nowMs += 1)),
  parse: ({ raw }) => {
    const parsed = noteSchema.safeParse(raw)
    return parsed.success ? { ok: true, record: parsed.data, payload: {} } : { ok: false, reason: 'it is no note' }
  },
}

type MakeSource = new (of: MemorySourceOptions<Note>) => MemorySource<Note>

function subjectOf(Source: MakeSource, more: Partial<MemorySourceOptions<Note>> = {}): MakeSubject {
  return async () => {
    const source = new Source({ ...options, ...more })
    return {
      source,
      stream: notes,
      put: async (sourceId, at, state = 'first') =>
        source.put(sourceId, { id: `square:${sourceId}`, at, state }, instantFromMs(at)),
      remove: async (sourceId) => source.remove(sourceId),
    }
  }
}

/** Notes that are computed from the rows of others, one from each. */
const derived: MakeSubject = async () => {
  const rows = new Map<string, Row>()
  const source = createDerivedSource<Note>({
    name: 'square',
    identity: 'notes',
    now: options.now,
    of: (sourceId, { 'square.others': own = [] }) => ({
      id: `square:${sourceId}`,
      at: Number(own[0]?.createdAt),
      state: String(own[0]?.state),
    }),
  })
  return {
    source,
    stream: notes,
    inputs: () => ({
      ids: () => [...rows.keys()],
      of: (sourceId): Record<string, Row[]> => {
        const row = rows.get(sourceId)
        return row === undefined ? {} : { 'square.others': [row] }
      },
    }),
    put: async (sourceId, at, state = 'first') => {
      rows.set(sourceId, { id: `square:${sourceId}`, createdAt: at, version: '1', hash: '1', deletedAt: null, state })
    },
    remove: async (sourceId) => {
      rows.delete(sourceId)
    },
  }
}

describe.each([
  ['ordered', subjectOf(MemorySource)],
  ['ordered', subjectOf(MemorySource, { parts: 4 })],
  ['unordered', subjectOf(MemorySource, { strategy: 'unordered' })],
  ['rescan', subjectOf(MemorySource, { strategy: 'rescan' })],
  ['derived', derived],
] as const)('a source that is %s', (strategy, make) => {
  it.each(Object.entries(rulesOf[strategy]))('%s', async (_name, rule) => {
    expect.hasAssertions()
    expect((await make()).source.strategy).toBe(strategy)
    await rule(make)
  })
})

/** Goes on behind the last time that it gave, where more of it may be left. */
class DropsTies extends MemorySource<Note> {
  override changes(window: ChangeWindow, pageSize: number): AsyncGenerator<SourcePage> {
    const { from } = window
    const at = from.kind === 'after' ? instantFromMs(Date.parse(from.point.at.slice(0, 23) + 'Z') + 1) : from.at
    return super.changes({ ...window, from: { kind: 'at', at } }, pageSize)
  }
}

/** Takes an answer that was cut short for the last. */
class EndsEarly extends MemorySource<Note> {
  override async *changes(window: ChangeWindow, pageSize: number): AsyncGenerator<SourcePage> {
    for await (const page of super.changes(window, pageSize)) return yield page
  }
}

/** The same of an enumeration: what it does not give would be deleted. */
class EnumeratesPart extends MemorySource<Note> {
  override async *enumerate(part: string, cursor: string | null, pageSize: number): AsyncGenerator<EnumerationPage> {
    for await (const page of super.enumerate(part, cursor, pageSize)) return yield page
  }
}

/** Gives what it has under the version of what it had. */
class GivesStaleVersions extends MemorySource<Note> {
  readonly #first = new Map<string, string>()
  override async lookup(sourceIds: readonly string[]): Promise<Lookup> {
    const answer = await super.lookup(sourceIds)
    return { ...answer, found: answer.found.map((record) => this.#aged(record)) }
  }
  #aged(record: SourceRecord): SourceRecord {
    const version = this.#first.get(record.sourceId) ?? record.version
    this.#first.set(record.sourceId, version)
    return { ...record, version }
  }
}

/** Says of a record that it cannot find that it is gone, though others have it. */
class ForgetsAbsences extends MemorySource<Note> {
  override async lookup(sourceIds: readonly string[]): Promise<Lookup> {
    return { ...(await super.lookup(sourceIds)), absent: [] }
  }
}

/** Begins behind the window's first moment. */
class LeavesOutTheFirst extends MemorySource<Note> {
  override async *changes(window: ChangeWindow, pageSize: number): AsyncGenerator<SourcePage> {
    const { from } = window
    for await (const page of super.changes(window, pageSize)) {
      const records = page.records.filter(({ changedAt }) => from.kind === 'after' || changedAt !== from.at)
      yield { ...page, records }
    }
  }
}

/** Has records that are in none of its parts. */
class LeavesOutAPart extends MemorySource<Note> {
  constructor(of: MemorySourceOptions<Note>) {
    super({ ...of, parts: 3 })
  }
  override async parts(): ReturnType<MemorySource<Note>['parts']> {
    const { names, usage } = await super.parts()
    return { names: names.slice(1), usage }
  }
}

describe('a source that is wrong', () => {
  it.each([
    DropsTies,
    EndsEarly,
    EnumeratesPart,
    GivesStaleVersions,
    ForgetsAbsences,
    LeavesOutTheFirst,
    LeavesOutAPart,
  ])('is caught: %o', async (Mutant) => {
    const broken: string[] = []
    for (const [name, rule] of Object.entries(rulesOf.ordered))
      await rule(subjectOf(Mutant)).catch(() => broken.push(name))
    expect(broken).not.toEqual([])
  })
})
