import type { RecordRow } from 'contract/records.ts'
import type { SavedOperatingSeason } from 'contract/seasons.ts'

/** A change that this page has saved, or heard of: the list shows it a few seconds later. `season` is null where it is gone. */
export interface KnownChange {
  readonly id: string
  /** The version that the list has at least, once it shows the change. */
  readonly version: number
  readonly season: SavedOperatingSeason | null
}

/** The season of a row of the list. */
export function seasonOf(row: RecordRow): SavedOperatingSeason {
  const text = (name: string): string => {
    const cell = row[name]
    return typeof cell === 'string' ? cell : ''
  }
  const { seasonVersion } = row
  return {
    id: row.id.slice(row.id.indexOf(':') + 1),
    version: typeof seasonVersion === 'number' ? seasonVersion : 0,
    name: text('name'),
    startsOn: text('startsOn'),
    endsOn: text('endsOn'),
    locations: text('locations').split('\n').filter(Boolean),
    note: text('note'),
    changedAt: text('changedAt'),
    changedBy: text('changedBy') || null,
  }
}

/**
 * The seasons as they are known, the latest first. A change counts until the list shows its version; one that the list, complete
 * through `liveAsOf`, should have and does not have was undone by somebody else.
 */
export function knownSeasons(
  listed: readonly SavedOperatingSeason[],
  liveAsOf: string | null,
  changes: readonly KnownChange[],
): SavedOperatingSeason[] {
  const seasons = new Map(listed.map((season) => [season.id, season]))
  for (const { id, version, season } of changes) {
    const shown = seasons.get(id)
    if (shown !== undefined && shown.version >= version) continue
    if (season === null) seasons.delete(id)
    else if (shown !== undefined || liveAsOf === null || liveAsOf < season.changedAt) seasons.set(id, season)
  }
  return [...seasons.values()].toSorted(latestFirst)
}

function latestFirst(a: SavedOperatingSeason, b: SavedOperatingSeason): number {
  if (a.startsOn !== b.startsOn) return a.startsOn > b.startsOn ? -1 : 1
  return a.name.localeCompare(b.name)
}
