import { useMemo, useState } from 'react'

import type { ChoosableColumns, ColumnChoice } from './columnChoice.ts'
import { withView, type SavedView } from './savedViews.ts'
import { useSavedViews, type SavedViews } from './useSavedViews.ts'

/** A view that every list of its kind has. */
export interface BuiltInView {
  readonly name: string
  readonly query: string
  /** What it shows, where the name does not say all of it. */
  readonly note?: string
}

/** A view of a list: one that is always there, or one's own. */
export type ListView = (BuiltInView & { readonly isOwn: false }) | (SavedView & { readonly isOwn: true })

export interface ListViews {
  readonly views: readonly ListView[]
  /** The view that the list is, or that it was before somebody changed it; null where the address is of none. */
  readonly base: ListView | null
  /** True where the list is no longer as its base has it. */
  readonly isModified: boolean
  /** The table's columns: those of one's own view, or else the reader's usual ones. */
  readonly choice: ColumnChoice
  readonly saved: SavedViews
  /** Tells that a view has been asked for: two may have one address. */
  readonly open: (view: ListView) => void
  /** Keeps the present list under a name. */
  readonly saveAs: (name: string) => void
  /** Keeps the present list in the place of its base, or the base under another name. */
  readonly saveChanges: (base: SavedView) => void
  readonly rename: (base: SavedView, name: string) => void
  readonly remove: (base: SavedView) => void
}

interface Options {
  /** Under which this browser keeps the views. */
  readonly memoryKey: string
  readonly builtIn: readonly BuiltInView[]
  /** The present list, as views have it. */
  readonly query: string
  readonly columns: ChoosableColumns
  /** The reader's usual columns. */
  readonly choice: ColumnChoice
}

/** The views of a list. Which one it is follows from the address; which one it was, from the views that were opened before. */
export function useListViews({ memoryKey, builtIn, query, columns, choice }: Options): ListViews {
  const saved = useSavedViews(memoryKey)
  const views = useMemo<readonly ListView[]>(
    () => [
      ...builtIn.map((view) => ({ ...view, isOwn: false as const })),
      ...saved.views.map((view) => ({ ...view, isOwn: true as const })),
    ],
    [builtIn, saved.views],
  )
  const [last, setLast] = useState<string | null>(null)
  const matching = views.filter((view) => view.query === query)
  const current = matching.find(({ name }) => name === last) ?? matching[0]
  if (current !== undefined && current.name !== last) setLast(current.name)
  const base = current ?? views.find(({ name }) => name === last) ?? null
  const own = useViewColumns(columns, base?.isOwn === true ? base : null)
  const shown = own === null ? choice : own.choice
  const present = (name: string): SavedView => ({
    name,
    query,
    columns: columns.all.filter((id) => shown.chosen.has(id)),
  })
  return {
    views,
    base,
    isModified: base !== null && (base !== current || own?.isChanged === true),
    choice: shown,
    saved,
    open: ({ name }) => {
      setLast(name)
      own?.undo()
    },
    saveAs: (name) => {
      if (saved.keep(withView(saved.views, present(name)))) setLast(name)
    },
    saveChanges: ({ name }) => {
      if (saved.keep(withView(saved.views, present(name), name))) own?.undo()
    },
    rename: ({ name: replaced, query: kept, columns: shownThere }, name) => {
      if (saved.keep(withView(saved.views, { name, query: kept, columns: shownThere }, replaced))) setLast(name)
    },
    remove: ({ name }) => void saved.keep(saved.views.filter((view) => view.name !== name)),
  }
}

interface ViewColumns {
  readonly choice: ColumnChoice
  readonly isChanged: boolean
  readonly undo: () => void
}

/** The columns of one's own view, which others may take the place of until they are saved or the view is opened again. */
function useViewColumns({ all, usual, link }: ChoosableColumns, view: SavedView | null): ViewColumns | null {
  const [changed, setChanged] = useState<{ readonly view: string; readonly columns: readonly string[] } | null>(null)
  const present = changed !== null && changed.view === view?.name ? changed.columns : view?.columns
  const chosen = useMemo(
    () => new Set(all.filter((id) => id === link || present?.includes(id) === true)),
    [all, link, present],
  )
  if (view === null) return null
  const choose = (next: readonly string[]): void => setChanged({ view: view.name, columns: next })
  const isSaved = (id: string): boolean => id === link || view.columns.includes(id)
  return {
    choice: {
      chosen,
      link,
      toggle: (id) => choose(all.filter((column) => (column === id ? !chosen.has(id) : chosen.has(column)))),
      reset: () => choose(usual),
    },
    isChanged: all.some((id) => chosen.has(id) !== isSaved(id)),
    undo: () => setChanged(null),
  }
}
