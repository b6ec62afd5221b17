import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useState, type ReactNode } from 'react'

import { LiveProvider } from '../backend/live.tsx'
import { OrdersView } from '../orders/OrdersView.tsx'
import { lazyPart } from '../parts/part.ts'
import { usePlace } from '../routing/location.ts'
import { streamsView } from '../routing/records.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { MessagesProvider } from '../ui/Messages.tsx'
import { ShopZoneProvider } from '../ui/shopZone.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { NotFound } from './NotFound.tsx'
import { newQueryClient } from './queryClient.ts'
import { Shell } from './Shell.tsx'

// The first page does without their charts and forms.
const OverviewView = lazyPart('overview', () => import('../overview/OverviewView.tsx'))
const SeasonsView = lazyPart('seasons', () => import('../seasons/SeasonsView.tsx'))
const SyncView = lazyPart('sync', () => import('../sync/SyncView.tsx'))
// Most shops look at their orders first.
const StreamView = lazyPart('streams', () => import('../streams/StreamView.tsx'))

/** The whole page of somebody with the admin claim. */
export function Admin({ email }: { email: string }) {
  const [client] = useState(newQueryClient)
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>
        <ShopZoneProvider>
          <MessagesProvider>
            <Shell email={email}>
              <Part>
                <View />
              </Part>
            </Shell>
          </MessagesProvider>
        </ShopZoneProvider>
      </LiveProvider>
    </QueryClientProvider>
  )
}

/** The place of a view that may be on its way, or not come at all; header and navigation stay. */
function Part({ children }: { children: ReactNode }) {
  return (
    <ErrorBoundary place={usePlace()}>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </ErrorBoundary>
  )
}

function View() {
  const [view, id, recordId, ...rest] = usePlace().path
  if (rest.length > 0) return <NotFound />
  if (view === streamsView && id !== undefined) return <StreamView name={id} openedId={recordId ?? null} />
  if (recordId !== undefined) return <NotFound />
  if (view === undefined || view === 'orders') return <OrdersView openedId={id ?? null} />
  if (id !== undefined) return <NotFound />
  if (view === 'overview') return <OverviewView />
  if (view === 'seasons') return <SeasonsView />
  if (view === 'sync') return <SyncView />
  return <NotFound />
}
