import { formatCount } from '../format/count.ts'
import { useIsPhone } from '../ui/media.ts'
import { PageSize } from './PageSize.tsx'

interface Props {
  /** What rows are called: "orders". */
  readonly nouns: string
  readonly page: number
  readonly limit: number
  readonly shown: number
  readonly total: number
  readonly hasNext: boolean
  readonly onFirst: () => void
  readonly onPrevious: () => void
  readonly onNext: () => void
  readonly onLimit: (limit: number) => void
}

/** The reader's place in the list, with buttons onward and back. */
export function Pager({ nouns, page, limit, shown, total, hasNext, onFirst, onPrevious, onNext, onLimit }: Props) {
  const first = (page - 1) * limit + 1
  const isPhone = useIsPhone()
  return (
    <nav className="pager" aria-label="Pages">
      {/* A phone has it among the filters. */}
      {!isPhone && <PageSize label="Rows" limit={limit} onLimit={onLimit} />}
      <span role="status" className="pager-place">
        {shown === 0
          ? `No ${nouns}`
          : `${formatCount(first)}–${formatCount(first + shown - 1)} of ${formatCount(total)}`}
      </span>
      <span className="button-row">
        <button type="button" className="button" disabled={page === 1} onClick={onFirst}>
          First
        </button>
        <button type="button" className="button" disabled={page === 1} onClick={onPrevious}>
          Previous
        </button>
        <button type="button" className="button" disabled={!hasNext} onClick={onNext}>
          Next
        </button>
      </span>
    </nav>
  )
}
