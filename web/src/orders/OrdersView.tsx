import './orders.css'

import { Suspense, useCallback, useMemo } from 'react'

import { sortSchema } from 'contract/api.ts'
import { utc } from 'contract/timeZone.ts'
import { useBackend } from '../backend/context.ts'
import { useColumnChoice } from '../list/columnChoice.ts'
import { CurrencyChoice } from '../list/CurrencyChoice.tsx'
import { neighboursOf } from '../list/neighbours.ts'
import { ListBody } from '../list/ListBody.tsx'
import { ListCards } from '../list/ListCards.tsx'
import { useListPage, type ListSort } from '../list/listPage.ts'
import { ListTable } from '../list/ListTable.tsx'
import { ListToolbar } from '../list/ListToolbar.tsx'
import { SearchBox } from '../list/SearchBox.tsx'
import { TableSkeleton } from '../list/TableSkeleton.tsx'
import { useExport } from '../list/useExport.ts'
import { usePaging } from '../list/usePaging.ts'
import { lazyPart } from '../parts/part.ts'
import { goTo } from '../routing/location.ts'
import { IgnoredBanner } from '../ui/Banners.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { useIsPhone } from '../ui/media.ts'
import { useShopDay, type ShopDay } from '../ui/shopZone.tsx'
import { choosableColumns, columnsOf, sortChoices } from './columns.tsx'
import { currenciesOfTotals } from './currencies.ts'
import { FilterBar } from './FilterBar.tsx'
import { filterCount } from './filterCount.ts'
import { asking, defaultSort, filterOf, formatListState, isFiltered, requestOf } from './listState.ts'
import { OrderCard } from './OrderCard.tsx'
import { useListState } from './useListState.ts'
import { useOrdersQuery } from './useOrdersQuery.ts'

// Nobody opens an order before there is a list.
const OrderDrawer = lazyPart('order', () => import('./OrderDrawer.tsx'))

const words = { label: 'Orders', noun: 'order', nouns: 'orders' } as const
const formats = ['csv'] as const

interface Props {
  readonly openedId: string | null
}

/** The list of orders, and the one that is open beside it. */
export function OrdersView(props: Props) {
  const day = useShopDay()
  const { state } = useListState()
  // Days with a name cannot be asked for in a zone that nobody knows; all else need not wait for it.
  if (day === null && (state.created ?? state.updated) !== null) return <TableSkeleton nouns="orders" />
  return <OrdersIn {...props} day={day ?? { zone: utc, today: 0 }} />
}

/** The list on a day of the shop. */
function OrdersIn({ openedId, day }: Props & { readonly day: ShopDay }) {
  const { calls } = useBackend()
  const { state, ignored, go, hrefOfOrder } = useListState()
  const request = useMemo(() => requestOf(state, day), [state, day])
  const query = useOrdersQuery(request)
  const { data } = useListPage(query)
  const mixed = currenciesOfTotals(state, data?.facets)
  const columns = useMemo(() => columnsOf(hrefOfOrder), [hrefOfOrder])
  const choice = useColumnChoice(choosableColumns)
  const isPhone = useIsPhone()
  const exporting = useExport('orders', words.noun)
  const paging = usePaging(calls.listOrders, request, state.page, (place) => go({ ...state, ...place }))
  const onSearch = useCallback(
    (search: string) => {
      const { search: _search, ...filter } = state.filter
      // A word is one step for the back button, however many keys it took.
      const replace = state.filter.search !== undefined && search !== ''
      go(asking(state, { filter: search === '' ? filter : { ...filter, search } }), { replace })
    },
    [go, state],
  )
  const onSort = (sort: ListSort): void => go(asking(state, { sort: sortSchema.parse(sort) }))
  const onLimit = (limit: number): void => go(asking(state, { limit }))
  return (
    <>
      <h1 className="visually-hidden">Orders</h1>
      {openedId !== null && (
        // The list stays where the order's part does not come; what is said of that stands above it.
        <ErrorBoundary place={openedId}>
          <Suspense>
            <OrderDrawer
              id={openedId}
              neighbours={neighboursOf(data?.rows ?? [], openedId, hrefOfOrder)}
              onClose={() => goTo(hrefOfOrder(null))}
            />
          </Suspense>
        </ErrorBoundary>
      )}
      <ListToolbar
        words={words}
        search={
          <SearchBox
            placeholder="Search orders, customers, SKUs"
            label="Search orders by number, customer, e-mail or SKU"
            search={state.filter.search ?? ''}
            onSearch={onSearch}
          />
        }
        filters={<FilterBar state={state} facets={data?.facets} onChange={go} />}
        filterCount={filterCount(state)}
        columns={columns}
        choice={choice}
        sorts={sortChoices}
        sort={state.sort}
        limit={state.limit}
        // Totals of several currencies do not compare: first one is chosen.
        total={mixed.length > 0 ? undefined : data?.total}
        exporting={exporting}
        formats={formats}
        onSort={onSort}
        onLimit={onLimit}
        onExport={(format) =>
          exporting.start(format, (asked, onText, signal) =>
            calls.exportOrders({ ...asked, filter: filterOf(state, day), sort: state.sort }, onText, signal),
          )
        }
      />
      <IgnoredBanner ignored={ignored} />
      <ListBody
        words={words}
        query={query}
        list={formatListState(state).toString()}
        isFiltered={isFiltered(state)}
        page={state.page}
        limit={state.limit}
        paging={paging}
        openedId={openedId}
        onOpen={(id) => goTo(hrefOfOrder(id))}
        onLimit={onLimit}
        question={
          mixed.length > 0 ? (
            <CurrencyChoice
              amount="total"
              noun="order"
              currencies={mixed}
              onChoose={(currency) =>
                go(asking(state, { filter: { ...state.filter, currency: [currency] } }), { replace: true })
              }
              onLeave={() => go(asking(state, { sort: defaultSort }), { replace: true })}
            />
          ) : null
        }
      >
        {(shown) =>
          isPhone ? (
            <ListCards {...shown} renderCard={(order) => <OrderCard order={order} href={hrefOfOrder(order.id)} />} />
          ) : (
            <ListTable {...shown} columns={columns} sort={state.sort} choice={choice} onSort={onSort} />
          )
        }
      </ListBody>
    </>
  )
}
