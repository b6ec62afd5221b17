import { expect, it } from 'vitest'

import { readConfig } from '../../functions/src/config.ts'
import { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { childPipelineOf } from '../../functions/src/model/stream.ts'
import type { Vendor } from '../../functions/src/model/connection.ts'
import { createPipelines, type SourceSurroundings } from '../../functions/src/sources/registry.ts'
import { listNamesOf, streamOf } from '../../functions/src/streams/registry.ts'
import { recordStreamOf } from '../../functions/src/sources/firestore/records/stream.ts'
import { fileOf, products, recordSourceOf } from '../harness/ownStreams.ts'

const settings: Readonly<Record<Vendor, Record<string, string>>> = {
  tiktokShop: { TIKTOK_SHOP_APP_KEY: '6abc', TIKTOK_SHOPS: '7495', TIKTOK_SHOP_PERFORMANCE_SINCE: '2026-01-01' },
  square: { SQUARE_MERCHANTS: 'M1' },
}

/** The surroundings of a source, of which nothing is used before a run. */
const outside = {
  db: new Firestore({ projectId: 'demo-registry' }),
  clock: { serverNow: () => '', now: () => 0 },
  feedOf: () => null,
} as unknown as SourceSurroundings

it.each(Object.entries(settings))('the lists that %s brings are those of its pipelines', (vendor, params) => {
  const pipelines = createPipelines(readConfig({ ...params, ORDERS_COLLECTION: '' }), outside)
  const copied = pipelines.filter(({ id, source }) => id.startsWith(`${vendor}.`) && source.strategy !== 'derived')
  const lists = copied.flatMap(({ id, stream }) => [
    id,
    ...(stream.children ?? []).map((child) => childPipelineOf(id, child.stream.name)),
  ])
  const names = lists.map((list) => list.slice(list.lastIndexOf('.') + 1))
  expect(listNamesOf(vendor as Vendor).toSorted()).toEqual(names.toSorted()) // A key of the settings above.
})

it('a shop may call a stream as a vendor calls one of its own, where that vendor is off', () => {
  const file = fileOf({ products })
  expect(readConfig({}, file).recordSources).toMatchObject([{ name: 'products', changeFeed: true }])
  expect(readConfig({ CHANGE_FEED: 'false' }, file).recordSources).toMatchObject([{ changeFeed: false }])
  expect(() => readConfig(settings.tiktokShop, file)).toThrow(
    /^streams\.products in functions\/tidemark\.json: is the name of a stream that the source tiktokShop brings: choose another, like ownProducts/,
  )
  expect(readConfig(settings.square, file).recordSources).toHaveLength(1)
})

it('the stream of a pipeline is the one that the shop declared, where it did', () => {
  const own = recordStreamOf('products', recordSourceOf(products).settings)
  expect(streamOf('firestore.products', [own])).toBe(own)
  expect(streamOf('tiktokShop.7495.products', [own])).not.toBe(own)
  expect(streamOf('firestore.orders', [own])?.name).toBe('orders')
  expect(streamOf('firestore.nothing', [own])).toBeUndefined()
})
