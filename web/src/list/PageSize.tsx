/** Sizes that a page can be given; an answer has 200 rows at most. */
export const pageSizes = [25, 50, 100, 200] as const
export const defaultPageSize = 50

interface Props {
  readonly label: string
  readonly className?: string
  readonly limit: number
  readonly onLimit: (limit: number) => void
}

/** A choice of the number of rows of a page. */
export function PageSize({ label, className, limit, onLimit }: Props) {
  const sizes = [...new Set([...pageSizes, limit])].sort((a, b) => a - b)
  return (
    <label className={className}>
      {label}
      <select value={limit} onChange={(event) => onLimit(Number(event.target.value))}>
        {sizes.map((size) => (
          <option key={size} value={size}>
            {size}
          </option>
        ))}
      </select>
    </label>
  )
}
