import type { SavedOperatingSeason } from 'contract/seasons.ts'
import { formatOf } from '../format/time.ts'
import { TimeAndAgo } from '../ui/Time.tsx'

interface Props {
  readonly seasons: readonly SavedOperatingSeason[]
  /** The id of the season that is being removed. */
  readonly removing: string | null
  readonly onEdit: (season: SavedOperatingSeason) => void
  readonly onRemove: (season: SavedOperatingSeason) => void
}

/** Each season with who changed it last, and what can be done with it. */
export function SeasonList({ seasons, removing, onEdit, onRemove }: Props) {
  return (
    <ul className="season-list" aria-label="Seasons, the latest first">
      {seasons.map((season) => (
        <li key={season.id} className="panel season" aria-busy={removing === season.id}>
          <h2>{season.name}</h2>
          <p className="season-days">
            <Day iso={season.startsOn} /> – <Day iso={season.endsOn} />
          </p>
          <p>{season.locations.length === 0 ? 'All locations' : season.locations.join(', ')}</p>
          {season.note !== '' && <p className="season-note">{season.note}</p>}
          <p className="muted">
            Changed <TimeAndAgo iso={season.changedAt} />
            {season.changedBy !== null && ` by ${season.changedBy}`}
          </p>
          <div className="button-row">
            <button type="button" className="button" aria-label={`Edit ${season.name}`} onClick={() => onEdit(season)}>
              Edit
            </button>
            <button
              type="button"
              className="button"
              aria-label={`Remove ${season.name}`}
              disabled={removing === season.id}
              onClick={() => onRemove(season)}
            >
              {removing === season.id ? 'Removing …' : 'Remove'}
            </button>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** A day of the calendar, the same wherever its reader is. */
function Day({ iso }: { iso: string }) {
  return <time dateTime={iso}>{formatOf({ dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso))}</time>
}
