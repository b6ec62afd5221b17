/** Something that the palette leads to or does. */
export interface Entry {
  /** Its own among all entries. */
  readonly id: string
  readonly label: string
  /** What tells it from others of its name. */
  readonly detail?: string
  /** Other words by which it is found. */
  readonly words?: string
  readonly keys?: string
  readonly run: () => void
}

/** The entries that have every word of a text, those first whose label begins with it; all of them for an empty one. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const asked = plain(text)
  const words = asked.split(/\s+/).filter(Boolean)
  const found = entries.filter(({ label, words: others = '' }) => {
    const own = plain(`${label} ${others}`)
    return words.every((word) => own.includes(word))
  })
  const begins = ({ label }: Entry): boolean => plain(label).startsWith(asked)
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))]
}

/** The number of the entry that an arrow leads to from the one at `at`, round and round. */
export function stepped(at: number, by: 1 | -1, count: number): number {
  return count === 0 ? 0 : (at + by + count) % count
}

/** Without accents and capitals, as people type. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}
