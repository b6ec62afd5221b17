import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'

import type { SavedOperatingSeason } from 'contract/seasons.ts'
import type { Calls } from '../backend/calls.ts'
import { useBackend } from '../backend/context.ts'
import { settleMs, useFreshAnswers } from '../backend/useFreshAnswers.ts'
import { knownSeasons, seasonOf, type KnownChange } from './listedSeasons.ts'

const listKey = 'seasons'
const changesKey = ['seasonChanges'] as const
const noChanges: readonly KnownChange[] = []
const everyMs = 60_000
const largestPage = 200

export interface Seasons {
  /** Undefined until the list has come. */
  readonly seasons: readonly SavedOperatingSeason[] | undefined
  readonly error: Error | null
  readonly isFetching: boolean
  readonly retry: () => void
  /** Shows a change before the list does. */
  readonly note: (change: KnownChange) => void
}

/** All seasons, with what this page has changed; the list follows a few seconds behind a change, whoever made it. */
export function useSeasons(): Seasons {
  const { calls } = useBackend()
  const client = useQueryClient()
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [listKey],
    queryFn: () => listAll(calls),
    // The listener tells of commits, but not of one that came just before it began: the first answer may be older than that.
    refetchInterval: ({ state }) => (state.dataUpdateCount > 1 ? everyMs : settleMs),
  })
  // Kept beside the list, so that who comes back to this view soon finds them again.
  const { data: changes = noChanges } = useQuery<readonly KnownChange[]>({ queryKey: changesKey, queryFn: skipToken })
  useFreshAnswers(listKey)
  const seasons = useMemo(
    () => (data === undefined ? undefined : knownSeasons(data.listed, data.liveAsOf, changes)),
    [data, changes],
  )
  const note = useCallback(
    (change: KnownChange) =>
      client.setQueryData<readonly KnownChange[]>(changesKey, (before = []) => [
        ...before.filter(({ id }) => id !== change.id),
        change,
      ]),
    [client],
  )
  return { seasons, error, isFetching, retry: () => void refetch(), note }
}

interface Listed {
  readonly listed: readonly SavedOperatingSeason[]
  readonly liveAsOf: string | null
}

/** A shop has few seasons: nearly always one page. */
async function listAll({ listRecords }: Calls): Promise<Listed> {
  const request = { stream: 'operatingSeasons', limit: largestPage }
  const first = await listRecords(request)
  const listed = first.records.map(seasonOf)
  for (let cursor = first.nextCursor; cursor !== null;) {
    const page = await listRecords({ ...request, cursor })
    listed.push(...page.records.map(seasonOf))
    cursor = page.nextCursor
  }
  return { listed, liveAsOf: first.liveAsOf }
}
