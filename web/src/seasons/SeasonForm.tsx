import { Dialog } from '@base-ui/react/dialog'
import { useRef, useState, type FormEvent } from 'react'

import type { SavedOperatingSeason } from 'contract/seasons.ts'
import { CallError } from '../backend/callError.ts'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { isGone, presentSeasonIn } from './presentSeason.ts'
import { SeasonField } from './SeasonField.tsx'
import {
  emptyTexts,
  faultsIn,
  fieldNames,
  seasonIn,
  textsOf,
  type FieldFaults,
  type FieldName,
} from './seasonFields.ts'
import type { SaveSeason } from './useSaveSeason.ts'

interface Props {
  /** The season that is edited; null for a new one. */
  readonly season: SavedOperatingSeason | null
  readonly saving: SaveSeason
  readonly onClose: () => void
}

/** The form for a new season, or for one that there is. It stays open until what is in it is saved. */
export function SeasonForm({ season, saving, onClose }: Props) {
  const [seen, setSeen] = useState(season)
  const [texts, setTexts] = useState(season === null ? emptyTexts : textsOf(season))
  const [faults, setFaults] = useState<FieldFaults>({})
  const [failure, setFailure] = useState<Error | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const refuse = (found: FieldFaults): void => {
    setFaults(found)
    const first = fieldNames.find((name) => found[name] !== undefined)
    // With the focus on it a screen reader reads what is wrong.
    if (first !== undefined) form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
  }
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const read = seasonIn(texts)
    setFailure(null)
    if (!read.ok) return refuse(read.faults)
    setFaults({})
    try {
      const { id, version } = seen ?? {}
      const isKnown = id !== undefined && version !== undefined
      await saving.save(isKnown ? { id, version, season: read.season } : { season: read.season })
      onClose()
    } catch (error) {
      const named = error instanceof CallError && error.failure === 'invalid' ? faultsIn(error.message) : null
      if (named === null) setFailure(error instanceof Error ? error : new Error(messageOf(error)))
      else refuse(named)
    }
  }
  const load = (present: SavedOperatingSeason): void => {
    setSeen(present)
    setTexts(textsOf(present))
    setFaults({})
    setFailure(null)
    form.current?.querySelector<HTMLElement>('[name=name]')?.focus()
  }
  const fieldOf = (name: FieldName) => ({
    name,
    value: texts[name],
    fault: faults[name],
    onChange: (value: string) => setTexts((before) => ({ ...before, [name]: value })),
  })
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">{season === null ? 'New season' : `Edit ${season.name}`}</Dialog.Title>
          <form
            ref={form}
            className="season-form"
            noValidate
            aria-busy={saving.isPending}
            onSubmit={(event) => void onSubmit(event)}
          >
            {failure !== null && <Failure error={failure} onLoad={load} />}
            <SeasonField {...fieldOf('name')} required />
            <div className="season-dates">
              <SeasonField {...fieldOf('startsOn')} type="date" required />
              <SeasonField {...fieldOf('endsOn')} type="date" required />
            </div>
            <SeasonField {...fieldOf('locations')} rows={3} hint="One a line. Leave it empty for all locations." />
            <SeasonField {...fieldOf('note')} rows={3} />
            <div className="dialog-actions">
              <Dialog.Close className="button">Cancel</Dialog.Close>
              <button type="submit" className="button button-primary" disabled={saving.isPending}>
                {saving.isPending ? 'Saving …' : 'Save'}
              </button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Says why nothing was saved; where somebody else was first, a button that brings what they made of the season. */
function Failure({ error, onLoad }: { error: Error; onLoad: (season: SavedOperatingSeason) => void }) {
  const present = presentSeasonIn(error)
  if (present === null) {
    return (
      <p className="banner" role="alert">
        {isGone(error) ? 'Somebody removed this season meanwhile, so nothing was saved.' : messageOf(error)}
      </p>
    )
  }
  return (
    <div className="banner" role="alert">
      <p>
        {present.changedBy ?? 'Somebody'} changed this season after you opened it, so nothing was saved. Load what it is
        now, and make your change again.
      </p>
      <button type="button" className="link-button" onClick={() => onLoad(present)}>
        Load the season as it is now
      </button>
    </div>
  )
}
