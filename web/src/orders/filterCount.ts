import { testCount } from '../list/recordTests.ts'
import type { ListState } from './listState.ts'

/** The number of filters that are set; the search does not count, and both ends of a range count as one. */
export function filterCount({ filter, created, updated, own }: ListState): number {
  const { status, source, currency, createdFrom, createdTo, updatedFrom, updatedTo, totalMin, totalMax } = filter
  const filters = [
    [status],
    [source],
    [currency],
    [created ?? undefined, createdFrom, createdTo],
    [updated ?? undefined, updatedFrom, updatedTo],
    [totalMin, totalMax],
  ]
  return filters.filter((parts) => parts.some((part) => part !== undefined)).length + testCount(own)
}
