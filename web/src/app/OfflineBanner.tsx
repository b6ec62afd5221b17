import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { useIsOnline } from '../backend/connection.ts'
import { statusKey, useAsOf } from '../backend/live.tsx'
import { Time } from '../ui/Time.tsx'

/** Says that what is shown is the last that came, for as long as calls do not get through. */
export function OfflineBanner() {
  const isOnline = useIsOnline()
  const asOf = useAsOf()
  useAskOnChange()
  if (isOnline) return null
  return (
    <div className="banner" role="status">
      You are offline. This is the last data that came
      {asOf !== null && (
        <>
          , as of <Time iso={asOf} />
        </>
      )}
      ; it goes on by itself when the connection is back.
    </div>
  )
}

/** Makes a call when the browser says that its network has come or gone: what becomes of the call says whether that is so. */
function useAskOnChange(): void {
  const client = useQueryClient()
  useEffect(() => {
    const ask = (): void => void client.refetchQueries({ queryKey: statusKey })
    window.addEventListener('online', ask)
    window.addEventListener('offline', ask)
    return () => {
      window.removeEventListener('online', ask)
      window.removeEventListener('offline', ask)
    }
  }, [client])
}
