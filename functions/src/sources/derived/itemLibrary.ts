import { instantFromMs, isoOf, type Instant } from '../../lib/instant.ts'
import { pipelineOf, type Pipeline } from '../../model/pipeline.ts'
import type { Row } from '../../model/row.ts'
import { recordIdOf, sourceIdOf, type Cell } from '../../model/stream.ts'
import { catalogItemStream } from '../../streams/catalogItems/stream.ts'
import { catalogVariationStream } from '../../streams/catalogVariations/stream.ts'
import { variationsOf, vendorInfoStream } from '../../streams/catalogVariations/vendorInfo.ts'
import { inventoryCountStream } from '../../streams/inventoryCounts/stream.ts'
import type { LibraryItem } from '../../streams/itemLibrary/schema.ts'
import { itemLibraryStream } from '../../streams/itemLibrary/stream.ts'
import { pipelineOfStream, type AccountPipelines } from './account.ts'
import { createDerivedSource } from './source.ts'

/** The state of goods that can be sold. Others are different numbers, and no part of it. */
const inStock = 'IN_STOCK'

/** The pipeline of an account's item library: a row for each variation, with its item, stock and vendors. None where it has no catalog. */
export function itemLibraryPipelines(own: AccountPipelines, now: () => Instant): Pipeline[] {
  const { source, account } = own
  const [items, variations, counts, vendorInfo] = [
    catalogItemStream,
    catalogVariationStream,
    inventoryCountStream,
    vendorInfoStream,
  ].map((stream) => pipelineOfStream(own, stream))
  if (items === undefined || variations === undefined || counts === undefined || vendorInfo === undefined) return []
  const derived = createDerivedSource<LibraryItem>({
    name: source.name,
    identity: `itemLibrary/${variations}`,
    now,
    of: (id, rows) => {
      const [variation] = rows[variations] ?? []
      if (variation === undefined) return null
      const [item] = rows[items] ?? []
      return {
        ...libraryItemOf(variation, item),
        id: recordIdOf(source.name, id),
        source: source.name,
        sourceId: id,
        stock: stockIn(rows[counts] ?? []),
        vendors: vendorsIn(rows[vendorInfo] ?? []),
      }
    },
  })
  const inputs = [
    { pipeline: items, stream: catalogItemStream, idsOf: ({ variationIds }: Row) => linesIn(variationIds) },
    { pipeline: variations, stream: catalogVariationStream, idsOf: ({ id }: Row) => [sourceIdOf(id)] },
    { pipeline: counts, stream: inventoryCountStream, idsOf: variationsOf },
    { pipeline: vendorInfo, stream: vendorInfoStream, idsOf: variationsOf },
  ]
  return [pipelineOf(derived, itemLibraryStream, account, inputs)]
}

function libraryItemOf(variation: Row, item: Row | undefined) {
  return {
    itemId: textOf(variation.itemId),
    itemName: textOf(item?.name),
    name: textOf(variation.name) ?? '',
    sku: textOf(variation.sku),
    gtin: textOf(variation.upc),
    currency: textOf(variation.currency),
    price: numberOf(variation.price),
    updatedAt: isoOf(instantFromMs(numberOf(variation.updatedAt) ?? 0)),
  }
}

function stockIn(rows: readonly Row[]): LibraryItem['stock'] {
  return rows
    .filter(({ state }) => state === inStock)
    .map((row) => ({ locationId: textOf(row.locationId) ?? '', quantity: numberOf(row.quantity) ?? 0 }))
    .toSorted((a, b) => (a.locationId < b.locationId ? -1 : 1))
}

function vendorsIn(rows: readonly Row[]): LibraryItem['vendors'] {
  return rows
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((row) => ({
      vendorId: textOf(row.vendorId) ?? '',
      vendorCode: textOf(row.vendorCode),
      unitCost: numberOf(row.unitCost),
    }))
}

function linesIn(cell: Cell | undefined): readonly string[] {
  return textOf(cell)?.split('\n').filter(Boolean) ?? []
}

function textOf(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null
}

function numberOf(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null
}
