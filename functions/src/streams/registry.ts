import type { Vendor } from '../model/connection.ts'
import type { Stream } from '../model/stream.ts'
import { catalogCategoryStream } from './catalogCategories/stream.ts'
import { catalogItemStream } from './catalogItems/stream.ts'
import { catalogVariationStream } from './catalogVariations/stream.ts'
import { customerStream } from './customers/stream.ts'
import { inventoryCountStream } from './inventoryCounts/stream.ts'
import { inventoryHistoryStream } from './inventoryHistory/stream.ts'
import { itemLibraryStream } from './itemLibrary/stream.ts'
import { salesDailyStream } from './salesDaily/stream.ts'
import { locationStream } from './locations/stream.ts'
import { missingRecordStream } from './missingRecords/stream.ts'
import { operatingSeasonStream } from './operatingSeasons/stream.ts'
import { partedOrderStream } from './orderParts/stream.ts'
import { orderStream } from './orders/stream.ts'
import { paymentStream } from './payments/stream.ts'
import { productStream } from './products/stream.ts'
import { refundStream } from './refunds/stream.ts'
import { returnStream } from './returns/stream.ts'
import { shopPerformanceStream } from './shopPerformance/stream.ts'
import { teamMemberStream } from './teamMembers/stream.ts'
import { vendorStream } from './vendors/stream.ts'

/** Every stream of Tidemark's own: one is added by a folder and a line here. */
const streams: readonly Stream[] = [
  orderStream,
  productStream,
  returnStream,
  shopPerformanceStream,
  operatingSeasonStream,
  missingRecordStream,
  paymentStream,
  refundStream,
  locationStream,
  vendorStream,
  customerStream,
  teamMemberStream,
  catalogItemStream,
  catalogVariationStream,
  catalogCategoryStream,
  inventoryCountStream,
  inventoryHistoryStream,
  itemLibraryStream,
  salesDailyStream,
]

/** The streams of single sources whose records have parts, unlike those of other sources' streams of the same name. */
const ofSources: ReadonlyMap<string, Stream> = new Map([['square.orders', partedOrderStream]])

/** The streams that each vendor's accounts bring. */
const ofVendors: Readonly<Record<Vendor, readonly Stream[]>> = {
  tiktokShop: [orderStream, returnStream, productStream, shopPerformanceStream],
  square: [
    partedOrderStream,
    refundStream,
    paymentStream,
    locationStream,
    customerStream,
    teamMemberStream,
    vendorStream,
    catalogItemStream,
    catalogVariationStream,
    catalogCategoryStream,
    inventoryCountStream,
    inventoryHistoryStream,
  ],
}

/** The names of the lists that a vendor's accounts bring: their streams, and the streams of their parts. */
export function listNamesOf(vendor: Vendor): string[] {
  return ofVendors[vendor].flatMap(({ name, children = [] }) => [name, ...children.map(({ stream }) => stream.name)])
}

/** The stream of a pipeline, by which its name ends; `own` are those that the shop declares. Undefined for one that nobody knows. */
export function streamOf(pipeline: string, own: readonly Stream[]): Stream | undefined {
  const parts = pipeline.split('.')
  const [source, name] = [parts[0], parts.at(-1)]
  const declared = source === 'firestore' ? own.find((stream) => stream.name === name) : undefined
  if (declared !== undefined) return declared
  return ofSources.get(`${source}.${name}`) ?? streams.find((stream) => stream.name === name)
}
