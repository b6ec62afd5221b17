import './seasons.css'

import { useRef, useState } from 'react'

import type { SavedOperatingSeason } from 'contract/seasons.ts'
import { StaleBanner } from '../ui/Banners.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { SeasonForm } from './SeasonForm.tsx'
import { SeasonList } from './SeasonList.tsx'
import { useSaveSeason, type SaveSeason } from './useSaveSeason.ts'
import { useSeasons } from './useSeasons.ts'

/** The season whose form is open; null for a new one. */
interface Editing {
  readonly season: SavedOperatingSeason | null
}

/** The seasons in which the shop operates: a list, a form to add and change one, and a question before one is removed. */
export default function SeasonsView() {
  const { seasons, error, isFetching, retry, note } = useSeasons()
  const say = useSay()
  const heading = useRef<HTMLHeadingElement>(null)
  const saving = useSaveSeason(note)
  const saved: SaveSeason = {
    ...saving,
    save: async (request) => {
      const answer = await saving.save(request)
      if (answer.season !== null) say(`The season “${answer.season.name}” is saved.`)
      return answer
    },
  }
  const [editing, setEditing] = useState<Editing | null>(null)
  const [asked, setAsked] = useState<SavedOperatingSeason | null>(null)
  const remove = async ({ id, version, name }: SavedOperatingSeason): Promise<void> => {
    try {
      await saving.save({ id, version, remove: true })
      say(`The season “${name}” is removed.`)
      // The button that had the focus is gone with its season.
      heading.current?.focus()
    } catch (failure) {
      say(messageOf(failure), 'bad')
    }
  }
  return (
    <div className="seasons">
      <div className="seasons-head">
        <h1 ref={heading} tabIndex={-1}>
          Seasons
        </h1>
        <button type="button" className="button button-primary" onClick={() => setEditing({ season: null })}>
          Add a season
        </button>
      </div>
      {seasons !== undefined && error !== null && (
        <StaleBanner error={error} shown="The list below is older." isFetching={isFetching} onRetry={retry} />
      )}
      {seasons === undefined && error === null && <Waiting />}
      {seasons === undefined && error !== null && (
        <ErrorPanel title="The seasons could not be loaded" message={messageOf(error)} onRetry={retry} />
      )}
      {seasons?.length === 0 && (
        <p className="panel">There are no seasons yet. A season is a stretch of days in which the shop operates.</p>
      )}
      {seasons !== undefined && seasons.length > 0 && (
        <SeasonList
          seasons={seasons}
          removing={saving.removing}
          onEdit={(season) => setEditing({ season })}
          onRemove={setAsked}
        />
      )}
      {editing !== null && <SeasonForm season={editing.season} saving={saved} onClose={() => setEditing(null)} />}
      {asked !== null && (
        <ConfirmDialog
          isOpen
          title={`Remove ${asked.name}?`}
          action="Remove"
          onConfirm={() => void remove(asked)}
          onClose={() => setAsked(null)}
        >
          <p>Reports will not know this season any more. Who removed it is kept for a year.</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
