import type { TimeZone } from 'contract/timeZone.ts'
import type { Filter } from 'contract/api.ts'
import { formatListState, initialListState } from '../orders/listState.ts'
import { hrefOf } from '../routing/location.ts'
import { endOf, startOf, type Period } from './periods.ts'

/** The link to the list of the very orders that figures are about. */
export function hrefOfOrders(filter: Filter): string {
  return hrefOf(['orders'], formatListState({ ...initialListState, filter }))
}

/** The orders of one period in a time zone: of a week that the range cuts, the days within. */
export function filterOfPeriod(filter: Filter, bucket: string, period: Period, zone: TimeZone): Filter {
  const [from, to] = [zone.startOf(startOf(bucket)), zone.startOf(endOf(bucket, period))]
  const { createdFrom, createdTo } = filter
  return {
    ...filter,
    createdFrom: new Date(Math.max(from, createdFrom === undefined ? from : Date.parse(createdFrom))).toISOString(),
    createdTo: new Date(Math.min(to, createdTo === undefined ? to : Date.parse(createdTo))).toISOString(),
  }
}
