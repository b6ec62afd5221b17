import type { Column } from '../../model/stream.ts'
import type { ShopDay } from './schema.ts'

/** The columns of a day's list row: all there is of it. */
export const shopDayColumns = [
  { name: 'source', kind: 'category', label: 'Source', facet: true, of: ({ source }) => source },
  { name: 'shop', kind: 'category', label: 'Shop', facet: true, of: ({ shop }) => shop },
  { name: 'day', kind: 'text', label: 'Day', of: ({ day }) => day },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  {
    name: 'gmv',
    kind: 'integer',
    label: 'Paid for orders',
    range: true,
    sort: true,
    money: { currency: 'currency' },
    of: ({ gmv }) => gmv,
  },
  { name: 'orders', kind: 'integer', label: 'Orders', sort: true, of: ({ orders }) => orders },
  { name: 'itemsSold', kind: 'integer', label: 'Items sold', sort: true, of: ({ itemsSold }) => itemsSold },
  { name: 'visitors', kind: 'integer', label: 'Visitors', sort: true, of: ({ visitors }) => visitors },
  { name: 'pageViews', kind: 'integer', label: 'Page views', sort: true, of: ({ pageViews }) => pageViews },
] as const satisfies readonly Column<ShopDay>[]
