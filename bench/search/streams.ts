import type { Stream } from '../../functions/src/model/stream.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'

/** The stream of the orders as it is, and without what search by phone number and product needs. */
export const searchedStreams = {
  whole: orderStream,
  without: {
    ...orderStream,
    columns: orderStream.columns
      .filter(({ name }) => name !== 'productNames')
      .map(({ search, ...column }) => (search === undefined || search === 'phone' ? column : { ...column, search })),
  },
} as const satisfies Record<string, Stream>
export type SearchedStream = keyof typeof searchedStreams
export const streamNames = Object.keys(searchedStreams) as SearchedStream[] // Object.keys forgets the literal's keys.
