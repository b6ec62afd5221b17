import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'

import { CallError } from '../backend/callError.ts'
import { LiveProvider } from '../backend/live.tsx'
import { OrdersView } from '../orders/OrdersView.tsx'
import { usePlace } from '../routing/location.ts'
import { MessagesProvider } from '../ui/Messages.tsx'
import { ShopZoneProvider } from '../ui/shopZone.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

// They draw charts, which the first page does without.
const OverviewView = lazy(() => import('../overview/OverviewView.tsx'))
const SyncView = lazy(() => import('../sync/SyncView.tsx'))

const tries = 3

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < tries - 1 && error instanceof CallError && error.isPassing,
        // What changed is heard of through the listener.
        refetchOnWindowFocus: false,
      },
    },
  })
}

/** The whole page of somebody with the admin claim. */
export function Admin({ email }: { email: string }) {
  const [client] = useState(newQueryClient)
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>
        <ShopZoneProvider>
          <MessagesProvider>
            <Shell email={email}>
              <Suspense fallback={<Waiting />}>
                <View />
              </Suspense>
            </Shell>
          </MessagesProvider>
        </ShopZoneProvider>
      </LiveProvider>
    </QueryClientProvider>
  )
}

function View() {
  const [view, id, ...rest] = usePlace().path
  if (rest.length > 0) return <NotFound />
  if (view === undefined || view === 'orders') return <OrdersView openedId={id ?? null} />
  if (id !== undefined) return <NotFound />
  if (view === 'overview') return <OverviewView />
  if (view === 'sync') return <SyncView />
  return <NotFound />
}
