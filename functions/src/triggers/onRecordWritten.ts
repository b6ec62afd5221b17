import type { Entry } from '../deps.ts'
import { areRecordFeedsOmitted, recordFeeds } from '../params.ts'
import { writeReporter } from './onOrderWritten.ts'

type Reporter = ReturnType<typeof writeReporter>

/**
 * Every write of the shop's other collections: a function for each, which a deploy knows as `onRecordWritten-NAME`; none where none is
 * declared.
 */
export const createOnRecordWritten = (entry: Pick<Entry, 'getDeps'>): Readonly<Record<string, Reporter>> =>
  Object.fromEntries(
    recordFeeds.map(({ name, document }) => [
      name,
      writeReporter(entry, { pipeline: `firestore.${name}`, document, omit: areRecordFeedsOmitted }),
    ]),
  )
