/** How far a cache, or several, are known to be complete: ISO times; null where nothing is known. */
export interface Bounds {
  /** Every change before this moment is shown. */
  readonly asOf: string | null
  /** Whatever was reported before this moment is shown, too; null where not all of them have their changes reported. */
  readonly liveAsOf: string | null
}

/** The bounds of the pipeline that is furthest behind. */
export function earliestOf(pipelines: readonly Bounds[]): Bounds {
  return {
    asOf: earliest(pipelines.map(({ asOf }) => asOf)),
    liveAsOf: earliest(pipelines.map(({ liveAsOf }) => liveAsOf)),
  }
}

function earliest(times: readonly (string | null)[]): string | null {
  const [first = null, ...others] = times
  // All have one form, so they compare as they follow one another.
  return others.reduce((a, b) => (a === null || b === null ? null : a < b ? a : b), first)
}

/** What to show of bounds: since when the list is live and when it was checked last, or where the two are one, that alone. */
export function shownBounds({ asOf, liveAsOf }: Bounds): {
  readonly live: string | null
  readonly checked: string | null
} {
  return { live: liveAsOf !== null && asOf !== null && liveAsOf > asOf ? liveAsOf : null, checked: asOf }
}

/** Tells whether a page that was loaded may lack what came since, by what is heard of the cache now. */
export function isBehind(page: Bounds | undefined, heard: Bounds): boolean {
  return page !== undefined && (isEarlier(page.asOf, heard.asOf) || isEarlier(page.liveAsOf, heard.liveAsOf))
}

function isEarlier(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a < b
}
