import { useCallback, useMemo } from 'react'

import type { StreamDescription } from 'contract/records.ts'
import { goTo, usePlace } from '../routing/location.ts'
import { hrefOfRecord, hrefOfStream } from '../routing/records.ts'
import { formatRecordList, parseRecordList, type RecordListState } from './recordListState.ts'

export interface RecordListAddress {
  readonly state: RecordListState
  /** Parts of the address that were left out. */
  readonly ignored: readonly string[]
  /** Shows another list; `replace` where the back button should not stop at the present one. */
  readonly go: (next: RecordListState, options?: { replace?: boolean }) => void
  /** The link that opens a record over the present list; null closes it. */
  readonly hrefOf: (id: string | null) => string
}

/** The state of a stream's list, read from and written to the address. */
export function useRecordList(stream: StreamDescription): RecordListAddress {
  const { params } = usePlace()
  const { state, ignored } = useMemo(() => parseRecordList(params, stream), [params, stream])
  const go = useCallback<RecordListAddress['go']>(
    (next, options) => goTo(hrefOfStream(stream.name, formatRecordList(next)), options),
    [stream.name],
  )
  const hrefOf = useCallback(
    (id: string | null) => (id === null ? hrefOfStream(stream.name, params) : hrefOfRecord(stream.name, id, params)),
    [stream.name, params],
  )
  return { state, ignored, go, hrefOf }
}
