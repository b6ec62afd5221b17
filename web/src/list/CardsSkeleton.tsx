import './cards.css'

const cards = 12

/** The shape of a phone's list that is on its way. */
export function CardsSkeleton({ nouns }: { nouns: string }) {
  return (
    <div className="card-scroller" role="status" aria-label={`Loading ${nouns}`}>
      {Array.from({ length: cards }, (_, i) => (
        <div key={i} className="skeleton skeleton-card" />
      ))}
    </div>
  )
}
