import { expect } from 'vitest'

import { instantFromMs, shift, type Instant } from '../../functions/src/lib/instant.ts'
import {
  noInputs,
  type ChangePoint,
  type ChangeWindow,
  type Inputs,
  type Source,
  type SourcePage,
  type SourceRecord,
  type Strategy,
} from '../../functions/src/model/source.ts'
import { recordIdOf, type Stream } from '../../functions/src/model/stream.ts'

/*
 * The rules that every source has to keep, whoever its vendor is, by the way in which it tells its changes. `MemorySource` is the
 * reference; the mutants in conformance.test.ts show that each rule can fail.
 */

export interface SubjectSource {
  readonly source: Source
  readonly stream: Stream
  /** The rows that its records depend on; none by default. */
  readonly inputs?: () => Inputs
  /** The id of the nth record, where the source takes only ids of a certain form; the ids sort as n grows. */
  readonly idOf?: (n: number) => string
  /** Writes a record that says that it changed at a time (epoch milliseconds); `state` is told apart in what is read. */
  put(sourceId: string, changedAtMs: number, state?: string): Promise<void>
  remove(sourceId: string): Promise<void>
}

/** Makes a subject without records. */
export type MakeSubject = () => Promise<SubjectSource>

const begin = Date.UTC(2026, 0, 1)
const minute = 60_000
const usualId = (n: number): string => `r${String(n).padStart(4, '0')}`
const until = instantFromMs(begin + 10_000 * minute)
const everything: ChangeWindow = { from: { kind: 'at', at: instantFromMs(begin) }, until }
const pageSizes = [1, 2, 7, 1_000]

async function pagesOf<Page extends SourcePage>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const read: Page[] = []
  for await (const page of pages) read.push(page)
  return read
}

function inputsOf({ inputs }: SubjectSource): Inputs {
  return inputs?.() ?? noInputs
}

/** The pages of all parts. */
async function enumeratedBy(subject: SubjectSource, pageSize: number): Promise<SourcePage[]> {
  const { source } = subject
  const { names } = await source.parts()
  const parts = names.map((part) => pagesOf(source.enumerate(part, null, pageSize, inputsOf(subject))))
  return (await Promise.all(parts)).flat()
}

const recordsOf = (pages: readonly SourcePage[]): SourceRecord[] => pages.flatMap(({ records }) => records)
const idsOf = (pages: readonly SourcePage[]): string[] => recordsOf(pages).map(({ sourceId }) => sourceId)

function pointOf(record: SourceRecord): ChangePoint {
  if (record.changedAt === null) throw new Error('The record says when it changed.')
  return { at: record.changedAt, id: record.sourceId }
}

async function filled(
  make: MakeSubject,
  count: number,
  timeOf: (n: number) => number,
): Promise<Required<Pick<SubjectSource, 'idOf'>> & SubjectSource> {
  const subject = { idOf: usualId, ...(await make()) }
  for (let n = 0; n < count; n++) await subject.put(subject.idOf(n), timeOf(n))
  return subject
}

async function one(subject: SubjectSource, sourceId: string): Promise<SourceRecord> {
  const { found } = await subject.source.lookup([sourceId], inputsOf(subject))
  const [record] = found
  if (record === undefined || found.length > 1) throw new Error('One record is there under its id.')
  return record
}

/** Rules by their names; a check throws where the source breaks it. */
export type Rules = Readonly<Record<string, (make: MakeSubject) => Promise<void>>>

const ofOrderedChanges: Rules = {
  'gives every change of a window once, by time, whatever the size of a page': async (make) => {
    const { source, idOf } = await filled(make, 30, (n) => begin + n * minute)
    const expected = Array.from({ length: 30 }, (_, n) => idOf(n))
    for (const size of pageSizes) {
      const pages = await pagesOf(source.changes(everything, size))
      expect(idsOf(pages)).toEqual(expected)
      expect(Math.max(...pages.map(({ records }) => records.length))).toBeLessThanOrEqual(size)
    }
  },

  'loses and repeats nothing of one moment, from whichever record it goes on': async (make) => {
    const { source, idOf } = await filled(make, 25, (n) => begin + (n < 3 ? 0 : n < 22 ? minute : 2 * minute))
    const all = recordsOf(await pagesOf(source.changes(everything, 4)))
    expect(all.map(({ sourceId }) => sourceId)).toEqual(Array.from({ length: 25 }, (_, n) => idOf(n)))
    for (const [i, record] of all.entries()) {
      const from = { kind: 'after', point: pointOf(record) } as const
      const rest = await pagesOf(source.changes({ from, until }, 5))
      expect(idsOf(rest)).toEqual(all.slice(i + 1).map(({ sourceId }) => sourceId))
    }
  },

  'keeps to its window, both ends included': async (make) => {
    const { source, idOf } = await filled(make, 20, (n) => begin + n * minute)
    const [from, to] = [instantFromMs(begin + 5 * minute), instantFromMs(begin + 9 * minute)]
    const within = (bound: Instant): Promise<string[]> =>
      pagesOf(source.changes({ from: { kind: 'at', at: from }, until: bound }, 3)).then(idsOf)
    expect(await within(to)).toEqual([5, 6, 7, 8, 9].map(idOf))
    expect(await within(shift(to, -1))).toEqual([5, 6, 7, 8].map(idOf))
  },
}

const ofRecords: Rules = {
  'enumerates every record once, and goes on behind any page': async (make) => {
    const subject = await filled(make, 23, (n) => begin + (n % 5) * minute)
    const { source, idOf } = subject
    const expected = Array.from({ length: 23 }, (_, n) => idOf(n))
    for (const size of pageSizes) {
      const pages = await enumeratedBy(subject, size)
      expect(idsOf(pages).toSorted()).toEqual(expected)
      const { names } = await source.parts()
      for (const part of names) {
        const all = idsOf(await pagesOf(source.enumerate(part, null, size, inputsOf(subject))))
        let seen: string[] = []
        for (const page of await pagesOf(source.enumerate(part, null, size, inputsOf(subject)))) {
          seen = [...seen, ...idsOf([page])]
          const rest = await pagesOf(source.enumerate(part, page.cursor, 4, inputsOf(subject)))
          expect([...seen, ...idsOf(rest)].toSorted()).toEqual(all.toSorted())
        }
      }
    }
    expect((await source.count()).total ?? 23).toBe(23)
  },

  'proves what is there by id and what is not': async (make) => {
    const subject = await filled(make, 4, (n) => begin + n * minute)
    const { idOf } = subject
    await subject.remove(idOf(2))
    const { found, absent } = await subject.source.lookup([idOf(1), idOf(2), 'nowhere'], inputsOf(subject))
    expect(found.map(({ sourceId }) => sourceId)).toEqual([idOf(1)])
    expect(absent.map(({ sourceId }) => sourceId).toSorted()).toEqual(['nowhere', idOf(2)])
    expect(idsOf(await enumeratedBy(subject, 10))).not.toContain(idOf(2))
  },
}

const ofVersions: Rules = {
  'shows a later state under a larger version, read later, by whichever way': async (make) => {
    const subject = await filled(make, 3, (n) => begin + n * minute)
    const { idOf } = subject
    const before = await one(subject, idOf(1))
    await subject.put(idOf(1), begin + 5 * minute, 'later')
    const pages = [await enumeratedBy(subject, 2)]
    if (subject.source.strategy !== 'rescan') pages.push(await pagesOf(subject.source.changes(everything, 2)))
    const ways = [
      await one(subject, idOf(1)),
      ...pages.map((read) => recordsOf(read).find(({ sourceId }) => sourceId === idOf(1))),
    ]
    const versions = ways.map((record) => record?.version ?? '')
    expect(versions.every((version) => version > before.version)).toBe(true)
    expect(new Set(versions).size).toBe(1)
    for (const record of ways) {
      expect(record?.readTime.localeCompare(before.readTime)).toBeGreaterThanOrEqual(0)
      expect(JSON.stringify(record?.raw)).toContain('later')
    }
  },
}

const ofParsing: Rules = {
  'makes of each a record of its stream, under the id that the cache knows it by': async (make) => {
    const subject = await filled(make, 3, (n) => begin + n * minute)
    const { source, stream } = subject
    for (const record of recordsOf(await enumeratedBy(subject, 10))) {
      const parsed = source.parse(record, inputsOf(subject))
      if (!parsed.ok) throw new Error(parsed.reason)
      expect(stream.schema.safeParse(parsed.record).success).toBe(true)
      expect(parsed.record.id).toBe(recordIdOf(source.name, record.sourceId))
      expect(Number.isSafeInteger(stream.keyTime(parsed.record))).toBe(true)
    }
  },
}

const ofRefusals: Rules = {
  'refuses what is no record of its stream, in words, and never throws': async (make) => {
    const { source } = await make()
    const readTime = instantFromMs(begin)
    const base = { sourceId: 'x', changedAt: null, version: '1', readTime }
    const raw = { data: { secret: 'ann@example.com' }, createTime: readTime }
    const parsed = source.parse({ ...base, raw }, noInputs)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.reason).toMatch(/^[^@]{3,}$/)
  },
}

const ofUnorderedChanges: Rules = {
  'gives every change since a moment once, and names one moment through which it shows them': async (make) => {
    const { source, idOf } = await filled(make, 20, (n) => begin + n * minute)
    const window: ChangeWindow = { from: { kind: 'at', at: instantFromMs(begin + 5 * minute) }, until }
    for (const size of pageSizes) {
      const pages = await pagesOf(source.changes(window, size))
      expect(idsOf(pages).toSorted()).toEqual(Array.from({ length: 15 }, (_, n) => idOf(n + 5)))
      const [through, ...others] = new Set(pages.map((page) => page.through))
      expect(others).toEqual([])
      expect(through).toMatch(/^\d{4}-/)
    }
  },
}

const ofNoChanges: Rules = {
  'tells no changes: who needs them looks through all of it, or is told of them': async (make) => {
    const { source } = await filled(make, 5, (n) => begin + n * minute)
    expect(recordsOf(await pagesOf(source.changes(everything, 2)))).toEqual([])
  },
}

/** The rules of a source by the way in which it tells its changes. */
export const rulesOf: Readonly<Record<Strategy, Rules>> = {
  ordered: { ...ofOrderedChanges, ...ofRecords, ...ofVersions, ...ofParsing, ...ofRefusals },
  unordered: { ...ofUnorderedChanges, ...ofRecords, ...ofVersions, ...ofParsing, ...ofRefusals },
  rescan: { ...ofNoChanges, ...ofRecords, ...ofVersions, ...ofParsing, ...ofRefusals },
  derived: { ...ofNoChanges, ...ofRecords, ...ofParsing },
}
