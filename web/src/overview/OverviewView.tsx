import './overview.css'

import { useMemo } from 'react'

import { orderStatuses, sourceNames } from 'contract/order.ts'
import { useFreshAnswers } from '../backend/useFreshAnswers.ts'
import { sourceLabels, statusLabels } from '../format/labels.ts'
import { IgnoredBanner, StaleBanner } from '../ui/Banners.tsx'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { useShopDay, type ShopDay } from '../ui/shopZone.tsx'
import { Breakdown } from './Breakdown.tsx'
import { currenciesIn } from './figures.ts'
import { NoOrders } from './NoOrders.tsx'
import { OverviewControls } from './OverviewControls.tsx'
import { OverviewSkeleton } from './OverviewSkeleton.tsx'
import { filterOf } from './overviewState.ts'
import { PeriodPanels } from './PeriodPanels.tsx'
import { useOverviewState } from './useOverviewState.ts'
import { statsKey, useRetryStats, useStats } from './useStats.ts'

/** The view of the number and worth of orders, by day, status and source. */
export default function OverviewView() {
  const day = useShopDay()
  if (day === null) return <OverviewSkeleton />
  return <OverviewOn day={day} />
}

/** The figures on a day of the shop. */
function OverviewOn({ day }: { day: ShopDay }) {
  const { state, ignored, go } = useOverviewState()
  const question = useMemo(
    () => ({ filter: filterOf(state, day), includeCancelled: state.includesLost, timeZone: day.zone.name }),
    [state, day],
  )
  const stats = useStats(question, state.by)
  const { data, error, isPlaceholderData } = stats
  // All three are asked for at once: a cold function loads its orders for one of them.
  const byStatus = useStats(question, 'status')
  const bySource = useStats(question, 'source')
  useFreshAnswers(statsKey)
  const retry = useRetryStats()
  const older = [stats, byStatus, bySource].find((one) => one.error !== null && one.data !== undefined)
  const found = useMemo(() => currenciesIn(data?.buckets ?? []), [data])
  const currency = state.currency ?? found[0] ?? null
  const hasOrders = currency !== null && found.includes(currency)
  return (
    <div className="overview">
      <h1>Overview</h1>
      <OverviewControls state={state} currencies={found} currency={currency} zone={day.zone} onChange={go} />
      <IgnoredBanner ignored={ignored} />
      {older?.error != null && (
        <StaleBanner
          error={older.error}
          shown="The figures below are older."
          isFetching={older.isFetching}
          onRetry={retry}
        />
      )}
      {data === undefined && error === null && <OverviewSkeleton />}
      {data === undefined && error !== null && (
        <ErrorPanel title="The figures could not be loaded" message={messageOf(error)} onRetry={retry} />
      )}
      {data !== undefined && !hasOrders && <NoOrders range={state.range} currency={state.currency} />}
      {data !== undefined && hasOrders && (
        <>
          <PeriodPanels stats={data} currency={currency} day={day} isStale={isPlaceholderData} />
          <div className="overview-columns">
            <Breakdown
              label="Status"
              stats={byStatus}
              values={orderStatuses}
              labels={statusLabels}
              narrow={(one, status) => ({ ...one, status: [status] })}
              currency={currency}
            />
            <Breakdown
              label="Source"
              stats={bySource}
              values={sourceNames}
              labels={sourceLabels}
              narrow={(one, source) => ({ ...one, source: [source] })}
              currency={currency}
            />
          </div>
        </>
      )}
    </div>
  )
}
