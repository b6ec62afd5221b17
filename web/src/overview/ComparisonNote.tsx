import type { TimeZone } from 'contract/timeZone.ts'
import { comparisonWords } from './comparisonWords.ts'
import type { RangeName } from './ranges.ts'
import type { Comparison } from './useComparison.ts'

interface Props {
  readonly range: RangeName
  readonly comparison: Comparison
  /** The orders of the currency in the period before. */
  readonly countBefore: number
  readonly zone: TimeZone
}

/** Which dates the figures are compared with, or why they are with none. */
export function ComparisonNote({ range, comparison, countBefore, zone }: Props) {
  if (range === 'all' || comparison.state === 'none') return null
  if (comparison.state === 'waiting') return <p className="muted">Comparing with the period before …</p>
  if (comparison.state === 'failed') {
    return (
      <p role="alert">
        The figures of the period before could not be loaded.{' '}
        <button type="button" className="link-button" onClick={comparison.retry}>
          Compare again
        </button>
      </p>
    )
  }
  const words = comparisonWords(range, comparison.period, zone)
  return (
    <p className="muted">
      {countBefore === 0 ? `No comparison: there are no orders in ${words}.` : `Compared with ${words}.`}
    </p>
  )
}
