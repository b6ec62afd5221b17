const rows = 12

/** The shape of a list that is on its way. */
export function TableSkeleton({ nouns }: { nouns: string }) {
  return (
    <div className="table-scroller" role="status" aria-label={`Loading ${nouns}`}>
      <div className="skeleton skeleton-head" />
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="skeleton" />
      ))}
    </div>
  )
}
