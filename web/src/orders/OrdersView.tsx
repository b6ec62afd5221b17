import './orders.css'

import { Suspense, useCallback, useMemo, useState } from 'react'

import { sortSchema } from 'contract/api.ts'
import type { ColumnDescription } from 'contract/records.ts'
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
import { goTo, usePlace } from '../routing/location.ts'
import { IgnoredBanner } from '../ui/Banners.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { useIsPhone } from '../ui/media.ts'
import { useShopDay, type ShopDay } from '../ui/shopZone.tsx'
import { choosableColumns, columnsOf, sortChoices } from './columns.tsx'
import { currenciesOfAmounts, sortedAmount } from './currencies.ts'
import { type ExportChoice, requestedFile } from './exportChoice.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { FilterBar } from './FilterBar.tsx'
import { filterCount } from './filterCount.ts'
import { asking, asksOwn, defaultSort, filterOf, formatListState, isFiltered, requestOf } from './listState.ts'
import { OrderCard } from './OrderCard.tsx'
import { useOwnColumns } from './ownColumns.ts'
import { useListState } from './useListState.ts'
import { useOrdersQuery } from './useOrdersQuery.ts'

// Nobody opens an order before there is a list.
const OrderDrawer = lazyPart('order', () => import('./OrderDrawer.tsx'))

const words = { label: 'Orders', noun: 'order', nouns: 'orders' } as const
const formats = ['csv'] as const
const file = { name: 'orders', noun: words.noun } as const
const itemFile = { name: 'order-items', noun: 'line' } as const

interface Props {
  readonly openedId: string | null
}

/** The list of orders, and the one that is open beside it. */
export function OrdersView(props: Props) {
  const day = useShopDay()
  const { own, isWaiting } = useOwnColumns()
  const { params } = usePlace()
  const { state } = useListState(own)
  // Days with a name cannot be asked for in a zone that nobody knows; all else need not wait for it.
  if (day === null && (state.created ?? state.updated) !== null) return <TableSkeleton nouns="orders" />
  // The same of columns that the shop declares.
  if (isWaiting && asksOwn(params)) return <TableSkeleton nouns="orders" />
  return <OrdersIn {...props} own={own} day={day ?? { zone: utc, today: 0 }} />
}

interface ListProps extends Props {
  /** The columns that the shop declares. */
  readonly own: readonly ColumnDescription[]
  readonly day: ShopDay
}

/** The list on a day of the shop. */
function OrdersIn({ openedId, own, day }: ListProps) {
  const { calls } = useBackend()
  const { state, ignored, go, hrefOfOrder } = useListState(own)
  const request = useMemo(() => requestOf(state, day), [state, day])
  const query = useOrdersQuery(request)
  const { data } = useListPage(query)
  const mixed = currenciesOfAmounts(state, own, data?.facets)
  const columns = useMemo(() => columnsOf(hrefOfOrder, own), [hrefOfOrder, own])
  const choosable = useMemo(() => choosableColumns(own), [own])
  const choice = useColumnChoice(choosable)
  const isPhone = useIsPhone()
  const exporting = useExport(file)
  const [isAsking, setIsAsking] = useState(false)
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
  const onExport = (chosen: ExportChoice): void => {
    const shown = columns.map(({ id }) => id).filter((id) => choice.chosen.has(id))
    exporting.start(
      'csv',
      (asked, onText, signal) => {
        const wanted = { ...asked, ...requestedFile(chosen, shown), filter: filterOf(state, day), sort: state.sort }
        return calls.exportOrders(wanted, onText, signal)
      },
      chosen.rows === 'items' ? itemFile : file,
    )
  }
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
            placeholder="Search orders, customers, products"
            label={`Search orders by number, customer, e-mail, phone, product or SKU${searchedOf(own)}`}
            search={state.filter.search ?? ''}
            onSearch={onSearch}
          />
        }
        filters={<FilterBar state={state} own={own} facets={data?.facets} onChange={go} />}
        filterCount={filterCount(state)}
        columns={columns}
        choice={choice}
        sorts={sortChoices(own)}
        sort={state.sort}
        limit={state.limit}
        // Totals of several currencies do not compare: first one is chosen.
        total={mixed.length > 0 ? undefined : data?.total}
        exporting={exporting}
        formats={formats}
        onSort={onSort}
        onLimit={onLimit}
        onExport={() => setIsAsking(true)}
      />
      {isAsking && <ExportDialog count={data?.total ?? 0} onExport={onExport} onClose={() => setIsAsking(false)} />}
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
              amount={sortedAmount(state, own) ?? ''}
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

/** The columns of the shop's own that are searched, as they go on in the name of the search box. */
function searchedOf(own: readonly ColumnDescription[]): string {
  return own
    .filter(({ search }) => search)
    .map(({ label }) => `, ${label.toLowerCase()}`)
    .join('')
}
