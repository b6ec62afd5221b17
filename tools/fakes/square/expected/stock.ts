import type { FakeMerchant } from '../merchant.ts'
import { restOf, type Records } from '../records.ts'
import type { Facts } from './facts.ts'

export interface SentCount {
  readonly catalog_object_id: string
  readonly location_id: string
  readonly state: string
  readonly quantity: string
  readonly calculated_at: string
}

export interface SentChange {
  readonly type: 'PHYSICAL_COUNT' | 'ADJUSTMENT'
  readonly physical_count?: Readonly<Record<string, string>>
  readonly adjustment?: Readonly<Record<string, string>>
}

function restsOf<T>(records: Records): [string, T][] {
  return [...records.ids()].flatMap((id): [string, T][] => {
    const record = records.get(id)
    return record === undefined ? [] : [[id, restOf(record) as T]] // The fake sends what the type says.
  })
}

export const countsOf = ({ inventory }: FakeMerchant): SentCount[] =>
  restsOf<SentCount>(inventory.counts).map(([, count]) => count)

export function stockFacts(merchant: FakeMerchant): Readonly<Record<string, Facts>> {
  const { counts, changes } = merchant.inventory
  return {
    inventoryCounts: new Map(
      restsOf<SentCount>(counts).map(([id, count]) => [
        id,
        {
          variationId: count.catalog_object_id,
          locationId: count.location_id,
          state: count.state,
          quantity: Number(count.quantity),
          payload: count,
        },
      ]),
    ),
    inventoryHistory: new Map(
      restsOf<SentChange>(changes).map(([id, { type, physical_count, adjustment }]) => {
        const change = physical_count ?? adjustment ?? {}
        return [
          id,
          {
            type,
            variationId: change.catalog_object_id,
            locationId: change.location_id,
            state: change.state ?? change.to_state,
            fromState: change.from_state ?? null,
            quantity: Number(change.quantity),
            payload: change,
          },
        ]
      }),
    ),
  }
}
