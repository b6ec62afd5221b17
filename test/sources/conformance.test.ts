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
import { defineStream } from '../../functions/src/model/stream.ts'
import { MemorySource, type MemorySourceOptions } from '../../functions/src/sources/memory/source.ts'
import { rules, type MakeSubject } from './conformance.ts'

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

function subjectOf(Source: new (of: MemorySourceOptions<Note>) => MemorySource<Note>): MakeSubject {
  return async () => {
    const source = new Source(options)
    return {
      source,
      stream: notes,
      put: async (sourceId, at, state = 'first') =>
        source.put(sourceId, { id: `square:${sourceId}`, at, state }, instantFromMs(at)),
      remove: async (sourceId) => source.remove(sourceId),
    }
  }
}

describe('the memory source', () => {
  it.each(Object.entries(rules))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(subjectOf(MemorySource))
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

describe('a source that is wrong', () => {
  it.each([DropsTies, EndsEarly, EnumeratesPart, GivesStaleVersions, ForgetsAbsences, LeavesOutTheFirst])(
    'is caught: %o',
    async (Mutant) => {
      const broken: string[] = []
      for (const [name, rule] of Object.entries(rules)) await rule(subjectOf(Mutant)).catch(() => broken.push(name))
      expect(broken).not.toEqual([])
    },
  )
})
