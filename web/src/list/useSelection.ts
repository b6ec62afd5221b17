import { useMemo, useState } from 'react'

import type { ListRow } from './listPage.ts'
import { allToggled, among, nothingSelected, toggled } from './selection.ts'

export interface Selection {
  /** Ids of the page's rows that are selected. */
  readonly ids: ReadonlySet<string>
  /** Selects a row or takes it out; with `isRange` also those between it and the row before it. */
  readonly toggle: (id: string, isRange: boolean) => void
  /** Selects all rows of the page, or none where all are. */
  readonly toggleAll: () => void
  readonly clear: () => void
}

/**
 * The selected rows of a page. `list` names the list that is shown: another filter, sort or page begins with nothing selected, and a
 * row that has left the page is selected no more.
 */
export function useSelection(rows: readonly ListRow[], list: string): Selection {
  const [state, setState] = useState({ list, selected: nothingSelected })
  const page = useMemo(() => rows.map(({ id }) => id), [rows])
  const selected = useMemo(
    () => (state.list === list ? among(state.selected, page) : nothingSelected),
    [state, list, page],
  )
  const select = (next: typeof selected): void => setState({ list, selected: next })
  return {
    ids: selected.ids,
    toggle: (id, isRange) => select(toggled(selected, page, id, isRange)),
    toggleAll: () => select(allToggled(selected, page)),
    clear: () => select(nothingSelected),
  }
}
