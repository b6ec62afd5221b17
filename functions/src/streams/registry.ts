import type { Stream } from '../model/stream.ts'
import { missingRecordStream } from './missingRecords/stream.ts'
import { operatingSeasonStream } from './operatingSeasons/stream.ts'
import { orderStream } from './orders/stream.ts'
import { productStream } from './products/stream.ts'
import { returnStream } from './returns/stream.ts'
import { shopPerformanceStream } from './shopPerformance/stream.ts'

/** Every stream that there is: one is added by a folder and a line here. */
const streams: readonly Stream[] = [
  orderStream,
  productStream,
  returnStream,
  shopPerformanceStream,
  operatingSeasonStream,
  missingRecordStream,
]

/** The stream of a pipeline, by which its name ends; undefined for one that nobody knows. */
export function streamOf(pipeline: string): Stream | undefined {
  return streams.find(({ name }) => pipeline.endsWith(`.${name}`))
}
