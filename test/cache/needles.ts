import { expect } from 'vitest'

import type { IndexChange } from '../../functions/src/cache/needleIndex.ts'
import { cacheEncoding } from '../../functions/src/engine/encoding/codec.ts'
import { allColumns, columnsOf } from '../../functions/src/engine/encoding/columns.ts'
import type { Head, SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import { needlesField } from '../../functions/src/engine/needles/indexDocument.ts'
import { packNeedlesOf } from '../../functions/src/engine/needles/packNeedles.ts'
import { searchedOf } from '../../functions/src/engine/store/layout.ts'
import { unpackBytes } from '../../functions/src/lib/packing.ts'
import type { Row } from '../../functions/src/model/row.ts'
import type { Stream } from '../../functions/src/model/stream.ts'

type Fields = Record<string, unknown>

/** Changes documents with needles as Firestore does. */
export function changeIndex(documents: Map<number, Fields>, pipeline: string, changes: readonly IndexChange[]): void {
  for (const { n, needles } of changes) {
    if (needles === null) {
      documents.delete(n)
      continue
    }
    const stored = new Map(Object.entries(documents.get(n)?.needles ?? {}))
    for (const [segment, one] of needles) {
      const field = needlesField({ n: segment })
      if (one === null) stored.delete(field)
      else stored.set(field, one)
    }
    documents.set(n, { pipeline, encoding: cacheEncoding, needles: Object.fromEntries(stored) })
  }
}

/**
 * Holds the documents with needles against the manifest: those of every segment but the last are there, of its present version and of
 * its own rows, and nothing else is. Returns the documents' numbers.
 */
export function expectNeedles(
  stream: Stream,
  { segments }: Pick<Head, 'segments'>,
  rowsOf: (segment: SegmentInfo) => readonly Row[],
  documentOf: (n: number) => Readonly<Record<string, unknown>> | undefined,
): Set<number> {
  const numbers = new Set(segments.flatMap(({ needles }) => needles?.n ?? []))
  for (const n of numbers) {
    const stored = new Map<string, unknown>(Object.entries(documentOf(n)?.needles ?? {}))
    const own = segments.filter(({ needles }) => needles?.n === n)
    expect([...stored.keys()].toSorted(), 'no needles are left over').toEqual(own.map(needlesField).toSorted())
    for (const segment of own) {
      const needles = stored.get(needlesField(segment)) as { readonly version: number; readonly data: Uint8Array }
      expect(needles.version, 'needles are of the present version').toBe(segment.version)
      const expected = packNeedlesOf(columnsOf(allColumns(stream), rowsOf(segment)), searchedOf(stream))
      expect(
        Buffer.from(unpackBytes(needles.data, 'needles')).equals(expected),
        "needles are of the segment's rows",
      ).toBe(true)
      expect(needles.data.byteLength).toBeLessThanOrEqual(100_000)
    }
    expect(own.reduce((sum, { needles }) => sum + (needles?.bytes ?? 0), 0)).toBeLessThanOrEqual(700_000)
  }
  return numbers
}
