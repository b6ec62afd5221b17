import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly message: ReactNode
  readonly onRetry?: () => void
  readonly retryLabel?: string
}

/** What went wrong, what to do, and a button that does it. */
export function ErrorPanel({ title, message, onRetry, retryLabel = 'Try again' }: Props) {
  return (
    <section className="panel error-panel" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {retryLabel}
        </button>
      )}
    </section>
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.'
}
