import { noChanges, wholeSource, type Source } from '../../model/source.ts'
import { enumerateByCursor, lookUpInList, type CursorList } from './cursorList.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'

/** Returns a source without `parse` whose whole list is read again and again, because the vendor does not say what has changed. */
export function rescannedList(options: MerchantSourceOptions, stream: string, list: CursorList): Omit<Source, 'parse'> {
  return {
    ...merchantSource(options, stream),
    strategy: 'rescan',
    findsUpdates: false,
    partsAtOnce: 1,
    changes: noChanges,
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateByCursor(list, cursor, pageSize),
    lookup: (sourceIds) => lookUpInList(list, sourceIds, options.now),
  }
}
