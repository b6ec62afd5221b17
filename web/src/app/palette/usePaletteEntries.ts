import { useMemo, useState } from 'react'

import type { OrderRow } from 'contract/api.ts'
import { useStreams } from '../../backend/streams.ts'
import { statusLabels } from '../../format/labels.ts'
import { formatMoney } from '../../format/money.ts'
import { useSavedViews } from '../../list/useSavedViews.ts'
import { builtInViews, hrefOfView, viewsKey } from '../../orders/orderViews.ts'
import { goTo, hrefOf, usePlace } from '../../routing/location.ts'
import { presentCommands } from '../../ui/commands.ts'
import { useShopZone } from '../../ui/shopZone.tsx'
import { ownViews, streamViews } from '../views.ts'
import { matching, type Entry } from './entries.ts'

export interface EntryGroup {
  readonly name: string
  readonly entries: readonly Entry[]
}

/** The entries for a text: views, the orders that were found for it, actions. Groups without any are left out. */
export function usePaletteEntries(text: string, orders: readonly OrderRow[]): readonly EntryGroup[] {
  const views = useViewEntries()
  const [actions] = useState(() =>
    presentCommands().map((command): Entry => ({ ...command, id: `action ${command.name}`, label: command.name })),
  )
  const { path, params } = usePlace()
  const isList = path[0] === undefined || path[0] === 'orders'
  const found = orders.map((order): Entry => ({
    id: `order ${order.id}`,
    label: order.orderNumber,
    detail: detailOf(order),
    // Over the list that is there.
    run: () => goTo(hrefOf(['orders', order.id], isList ? params : undefined)),
  }))
  const groups = [
    { name: 'Views', entries: matching(views, text) },
    { name: 'Orders', entries: found },
    { name: 'Actions', entries: matching(actions, text) },
  ]
  return groups.filter(({ entries }) => entries.length > 0)
}

function useViewEntries(): readonly Entry[] {
  const { data } = useStreams()
  const zone = useShopZone()
  const { views: saved } = useSavedViews(viewsKey)
  return useMemo(() => {
    const streams = data ?? []
    const names = streams.map(({ name }) => name)
    const leading = (label: string, href: string, keys?: string): Entry => ({
      id: `view ${href}`,
      label,
      words: 'go to view',
      ...(keys !== undefined && { keys }),
      run: () => goTo(href),
    })
    const keysOf: Readonly<Record<string, string>> = { Orders: 'g o', Overview: 'g v', Sync: 'g s' }
    return [
      ...ownViews([], names).map(({ label, href }) => leading(label, href, keysOf[label])),
      ...[...builtInViews(zone).slice(1), ...saved].map(({ name, query }) => ({
        ...leading(`Orders: ${name}`, hrefOfView(query)),
        id: `saved view ${name}`,
      })),
      ...streamViews([], streams).map(({ label, href }) => leading(label, href)),
    ]
  }, [data, zone, saved])
}

function detailOf({ customer, total, currency, status }: OrderRow): string {
  const name = customer.name ?? customer.email
  return [...(name === undefined ? [] : [name]), formatMoney(total, currency), statusLabels[status]].join(' · ')
}
