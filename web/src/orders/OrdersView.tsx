import './orders.css'

import { Suspense, useCallback, useMemo, useState } from 'react'

import { utc } from 'contract/timeZone.ts'
import type { Sort } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import { lazyPart } from '../parts/part.ts'
import { goTo } from '../routing/location.ts'
import { IgnoredBanner, StaleBanner } from '../ui/Banners.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { useIsPhone } from '../ui/media.ts'
import { useShopDay, type ShopDay } from '../ui/shopZone.tsx'
import { CardsSkeleton } from './CardsSkeleton.tsx'
import { ColumnMenu } from './ColumnMenu.tsx'
import { useColumnChoice } from './columnChoice.ts'
import { mixedCurrencies } from './currencies.ts'
import { CurrencyChoice } from './CurrencyChoice.tsx'
import { ExportButton } from './ExportButton.tsx'
import { FilterBar } from './FilterBar.tsx'
import { asking, defaultSort, filterOf, formatListState, isFiltered, requestOf } from './listState.ts'
import { NewsBar } from './NewsBar.tsx'
import { OrderCards } from './OrderCards.tsx'
import { OrdersTable } from './OrdersTable.tsx'
import { Pager } from './Pager.tsx'
import { Pages } from './paging.ts'
import { PhoneTools } from './PhoneTools.tsx'
import { SearchBox } from './SearchBox.tsx'
import { TableSkeleton } from './TableSkeleton.tsx'
import { useExport } from './useExport.ts'
import { useListState } from './useListState.ts'
import { useNews } from './useNews.ts'
import { useOrders } from './useOrders.ts'

// Nobody opens an order before there is a list.
const OrderDrawer = lazyPart('order', () => import('./OrderDrawer.tsx'))

interface Props {
  readonly openedId: string | null
}

/** The list of orders, and the one that is open beside it. */
export function OrdersView(props: Props) {
  const day = useShopDay()
  const { state } = useListState()
  // Days with a name cannot be asked for in a zone that nobody knows; all else need not wait for it.
  if (day === null && (state.created ?? state.updated) !== null) return <TableSkeleton />
  return <OrdersIn {...props} day={day ?? { zone: utc, today: 0 }} />
}

/** The list on a day of the shop. */
function OrdersIn({ openedId, day }: Props & { readonly day: ShopDay }) {
  const { calls } = useBackend()
  const { state, ignored, go, hrefOfOrder } = useListState()
  const request = useMemo(() => requestOf(state, day), [state, day])
  const { data, error, isPlaceholderData, isFetching, refetch } = useOrders(request)
  const { news, accept } = useNews(request)
  const mixed = mixedCurrencies(state, data?.facets)
  const choice = useColumnChoice()
  const isPhone = useIsPhone()
  const exporting = useExport()
  const [pages] = useState(() => new Pages(calls.listOrders))
  const onSearch = useCallback(
    (search: string) => {
      const { search: _search, ...filter } = state.filter
      // A word is one step for the back button, however many keys it took.
      const replace = state.filter.search !== undefined && search !== ''
      go(asking(state, { filter: search === '' ? filter : { ...filter, search } }), { replace })
    },
    [go, state],
  )
  const turnTo = async (page: number): Promise<void> => {
    const cursor = await pages.cursorOf(request, page)
    go({ ...state, page: cursor === null ? 1 : page, cursor })
  }
  const onNext = (): void => {
    if (data?.nextCursor == null) return
    pages.remember(request, state.page + 1, data.nextCursor)
    go({ ...state, page: state.page + 1, cursor: data.nextCursor })
  }
  const onSort = (sort: Sort): void => go(asking(state, { sort }))
  const onLimit = (limit: number): void => go(asking(state, { limit }))
  const onExport = (): void => exporting.start(filterOf(state, day), state.sort)
  // Totals of several currencies do not compare: first one is chosen.
  const total = mixed.length > 0 ? undefined : data?.total
  const shown = data !== undefined &&
    data.orders.length > 0 &&
    mixed.length === 0 && {
      orders: data.orders,
      list: formatListState(state).toString(),
      offset: (state.page - 1) * state.limit,
      total: data.total,
      openedId,
      isStale: isPlaceholderData,
      hrefOf: hrefOfOrder,
      onOpen: (id: string) => goTo(hrefOfOrder(id)),
    }
  return (
    <>
      <h1 className="visually-hidden">Orders</h1>
      {openedId !== null && (
        // The list stays where the order's part does not come; what is said of that stands above it.
        <ErrorBoundary place={openedId}>
          <Suspense>
            <OrderDrawer id={openedId} onClose={() => goTo(hrefOfOrder(null))} />
          </Suspense>
        </ErrorBoundary>
      )}
      <div className="toolbar">
        <SearchBox search={state.filter.search ?? ''} onSearch={onSearch} />
        {isPhone ? (
          <PhoneTools
            state={state}
            facets={data?.facets}
            total={total}
            exporting={exporting}
            onChange={go}
            onSort={onSort}
            onLimit={onLimit}
            onExport={onExport}
          />
        ) : (
          <>
            <FilterBar state={state} facets={data?.facets} onChange={go} />
            <span className="toolbar-end">
              <ColumnMenu choice={choice} />
              <ExportButton exporting={exporting} total={total} onStart={onExport} />
            </span>
          </>
        )}
      </div>
      <IgnoredBanner ignored={ignored} />
      {error !== null && data !== undefined && (
        <StaleBanner
          error={error}
          shown="The list below is older."
          isFetching={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {mixed.length === 0 && <NewsBar news={news} onAccept={accept} />}
      {data === undefined && error === null && (isPhone ? <CardsSkeleton /> : <TableSkeleton />)}
      {data === undefined && error !== null && (
        <ErrorPanel title="The orders could not be loaded" message={messageOf(error)} onRetry={() => void refetch()} />
      )}
      {data !== undefined && data.orders.length === 0 && (
        <section className="panel empty" aria-busy={isPlaceholderData}>
          <h2>{isFiltered(state) ? 'No order matches' : 'No orders yet'}</h2>
          <p>
            {isFiltered(state)
              ? 'Try another word or fewer filters.'
              : 'As soon as the first sync has copied some, they are here.'}
          </p>
        </section>
      )}
      {mixed.length > 0 && (
        <CurrencyChoice
          currencies={mixed}
          onChoose={(currency) =>
            go(asking(state, { filter: { ...state.filter, currency: [currency] } }), { replace: true })
          }
          onLeave={() => go(asking(state, { sort: defaultSort }), { replace: true })}
        />
      )}
      {shown &&
        (isPhone ? (
          <OrderCards {...shown} />
        ) : (
          <OrdersTable {...shown} sort={state.sort} choice={choice} onSort={onSort} />
        ))}
      {data !== undefined && mixed.length === 0 && (
        <Pager
          page={state.page}
          limit={state.limit}
          shown={data.orders.length}
          total={data.total}
          hasNext={data.nextCursor !== null && !isPlaceholderData}
          onFirst={() => void turnTo(1)}
          onPrevious={() => void turnTo(state.page - 1)}
          onNext={onNext}
          onLimit={onLimit}
        />
      )}
    </>
  )
}
