import { useAsOf } from '../backend/live.tsx'
import { useIsOnline } from '../ui/online.ts'
import { Time } from '../ui/Time.tsx'

/** Says that what is shown is the last that came. */
export function OfflineBanner() {
  const isOnline = useIsOnline()
  const asOf = useAsOf()
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
