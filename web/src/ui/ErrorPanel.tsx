interface Props {
  readonly title: string
  readonly message: string
  readonly onRetry?: () => void
}

/** What went wrong, what to do, and a button that does it. */
export function ErrorPanel({ title, message, onRetry }: Props) {
  return (
    <section className="panel error-panel" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </section>
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.'
}
