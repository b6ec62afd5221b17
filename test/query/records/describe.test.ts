import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { defineStream } from '../../../functions/src/model/stream.ts'
import { describeStream } from '../../../functions/src/query/records/describe.ts'

const schema = z.object({ id: z.string(), item: z.string(), size: z.string(), note: z.string() })
const variations = defineStream<z.infer<typeof schema>>({
  name: 'variations',
  schema,
  keyTime: () => 0,
  columns: [
    { name: 'item', kind: 'text', label: 'Item', of: ({ item }) => item },
    { name: 'size', kind: 'category', label: 'Size', facet: true, of: ({ size }) => size },
    { name: 'note', kind: 'text', label: 'Note', search: 'text', hidden: true, of: ({ note }) => note },
  ],
  references: [
    { column: 'item', to: 'services' },
    { column: 'item', to: 'items' },
  ],
})

function referencesAmong(streams: readonly string[]): (string | undefined)[] {
  return describeStream(variations, ['square.variations'], streams).columns.map(({ references }) => references)
}

describe('the description of a stream', () => {
  it('names what its columns refer to, among the streams that are copied', () => {
    expect(referencesAmong(['variations', 'items'])).toEqual(['items', undefined])
    expect(referencesAmong(['variations', 'items', 'services'])).toEqual(['services', undefined])
    expect(referencesAmong(['variations'])).toEqual([undefined, undefined])
  })

  it('says which columns no table begins with and no file has, and the name that it was given', () => {
    const own = defineStream<z.infer<typeof schema>>({
      ...variations,
      label: 'Sizes',
      references: [],
      columns: [
        { name: 'item', kind: 'text', label: 'Item', shown: false, of: ({ item }) => item },
        { name: 'size', kind: 'text', label: 'Size', exported: false, of: ({ size }) => size },
      ],
    })
    const { label, columns } = describeStream(own, [], [])
    expect(label).toBe('Sizes')
    expect(columns).toEqual([
      { name: 'item', kind: 'text', label: 'Item', shown: false },
      { name: 'size', kind: 'text', label: 'Size', exported: false },
    ])
  })

  it('leaves out columns that are never shown', () => {
    const { name, pipelines, columns } = describeStream(variations, ['square.variations'], [])
    expect({ name, pipelines }).toEqual({ name: 'variations', pipelines: ['square.variations'] })
    expect(columns).toEqual([
      { name: 'item', kind: 'text', label: 'Item' },
      { name: 'size', kind: 'category', label: 'Size', facet: true },
    ])
  })
})
