import { noChanges, wholeSource, type Source } from '../../model/source.ts'
import { enumerateByCursor, lookUpInList, type CursorList } from './cursorList.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'

/** The members of a source whose list is looked through again and again, for nobody says what has changed; but not its parsing. */
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
