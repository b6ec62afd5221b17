/** For what takes a moment and has no shape of its own yet. */
export function Waiting() {
  return (
    <div className="waiting" role="status">
      Loading …
    </div>
  )
}
