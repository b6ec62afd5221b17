/** The shape of figures that are on their way. */
export function OverviewSkeleton() {
  return (
    <div className="overview-figures" role="status" aria-label="Loading figures">
      <div className="panel">
        <div className="skeleton" />
      </div>
      <div className="panel">
        <div className="skeleton skeleton-chart" />
      </div>
      <div className="overview-columns">
        <div className="panel">
          <div className="skeleton skeleton-panel" />
        </div>
        <div className="panel">
          <div className="skeleton skeleton-panel" />
        </div>
      </div>
    </div>
  )
}
