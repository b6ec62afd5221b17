import { messageOf } from './ErrorPanel.tsx'

interface StaleProps {
  readonly error: Error
  /** What is shown all the same: "The list below is older." */
  readonly shown: string
  readonly isFetching: boolean
  readonly onRetry: () => void
}

/** What is shown could not be brought up to date. */
export function StaleBanner({ error, shown, isFetching, onRetry }: StaleProps) {
  return (
    <p className="banner" role="alert">
      {messageOf(error)} {shown}{' '}
      <button type="button" className="link-button" disabled={isFetching} onClick={onRetry}>
        Try again
      </button>
    </p>
  )
}

/** Parts of a link made by hand, or by another version, that mean nothing here or contradict others. */
export function IgnoredBanner({ ignored }: { ignored: readonly string[] }) {
  if (ignored.length === 0) return null
  return (
    <p className="banner" role="status">
      A part of this address was left out: {ignored.join(', ')}.
    </p>
  )
}
