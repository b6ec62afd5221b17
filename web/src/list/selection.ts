/** The rows of a page that somebody selected. */
export interface SelectedRows {
  readonly ids: ReadonlySet<string>
  /** The row that was touched last, at which a range begins; null before any was. */
  readonly anchor: string | null
}

export const nothingSelected: SelectedRows = { ids: new Set(), anchor: null }

/**
 * The selection after a touch of one row, which selects it or takes it out. With `isRange` all rows between it and the one touched
 * before become as it becomes. `page` has the ids of the page's rows in their order.
 */
export function toggled(
  { ids, anchor }: SelectedRows,
  page: readonly string[],
  id: string,
  isRange: boolean,
): SelectedRows {
  const isSelected = !ids.has(id)
  const next = new Set(ids)
  for (const touched of isRange ? between(page, anchor ?? id, id) : [id]) {
    if (isSelected) next.add(touched)
    else next.delete(touched)
  }
  return { ids: next, anchor: id }
}

/** All rows of the page, or none where all of them are selected. */
export function allToggled({ ids }: SelectedRows, page: readonly string[]): SelectedRows {
  return page.every((id) => ids.has(id)) ? nothingSelected : { ids: new Set(page), anchor: null }
}

/** The selection among the rows that are there. */
export function among({ ids, anchor }: SelectedRows, page: readonly string[]): SelectedRows {
  const there = new Set(page.filter((id) => ids.has(id)))
  return there.size === ids.size ? { ids, anchor } : { ids: there, anchor }
}

function between(page: readonly string[], one: string, other: string): readonly string[] {
  const ends = [page.indexOf(one), page.indexOf(other)].sort((a, b) => a - b)
  const [first = -1, last = -1] = ends
  return first < 0 ? [other] : page.slice(first, last + 1)
}
