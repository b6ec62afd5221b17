import { z } from 'zod'

/* The views of a list that somebody saved, as this browser keeps them: a JSON array, whose entries are read one by one. */

export const mostViews = 20
export const longestName = 40
/** In characters: twenty views of the longest queries and columns need less. */
const mostText = 300_000

const savedViewSchema = z.strictObject({
  name: z.string().trim().min(1).max(longestName),
  /** The params of its address, without page and page size. */
  query: z.string().max(4_000),
  /** The ids of its table's columns. */
  columns: z.array(z.string().min(1).max(110)).min(1).max(200),
})
export type SavedView = Readonly<z.infer<typeof savedViewSchema>>

export interface StoredViews {
  readonly views: readonly SavedView[]
  /** Entries that cannot be read. They are kept until somebody has them forgotten: another version may have written them. */
  readonly unreadable: readonly unknown[]
}

const none: StoredViews = { views: [], unreadable: [] }

/** Reads what the browser keeps. One damaged entry costs no other; of a text that is no list of views nothing can be read. */
export function viewsIn(text: string | null): StoredViews {
  if (text === null) return none
  const entries = text.length > mostText ? undefined : z.array(z.unknown()).safeParse(jsonIn(text)).data
  if (entries === undefined) return { views: [], unreadable: [text] }
  const views: SavedView[] = []
  const unreadable: unknown[] = []
  for (const entry of entries) {
    const { data } = savedViewSchema.safeParse(entry)
    if (data === undefined || views.length === mostViews || viewNamed(views, data.name) !== undefined) {
      unreadable.push(entry)
    } else views.push(data)
  }
  return { views, unreadable }
}

/** The text to keep; null for nothing. */
export function textOfViews({ views, unreadable }: StoredViews): string | null {
  const entries = [...views, ...unreadable]
  return entries.length === 0 ? null : JSON.stringify(entries)
}

/** The view of a name, in capitals or not. */
export function viewNamed<View extends { readonly name: string }>(
  views: readonly View[],
  name: string,
): View | undefined {
  return views.find((view) => view.name.toLowerCase() === name.trim().toLowerCase())
}

/** The views with another one at the end, or in the place of the one that is called `replaced`. */
export function withView(views: readonly SavedView[], view: SavedView, replaced?: string): readonly SavedView[] {
  if (replaced === undefined) return [...views, view]
  return views.map((before) => (before.name === replaced ? view : before))
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
