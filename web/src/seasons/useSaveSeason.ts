import { useMutation } from '@tanstack/react-query'

import type { SaveOperatingSeasonRequest, SaveOperatingSeasonResponse } from 'contract/seasons.ts'
import { useBackend } from '../backend/context.ts'
import { isGone, presentSeasonIn } from './presentSeason.ts'
import type { Seasons } from './useSeasons.ts'

export interface SaveSeason {
  readonly isPending: boolean
  /** The id of the season that is being removed. */
  readonly removing: string | null
  /** Rejects with a CallError. */
  readonly save: (request: SaveOperatingSeasonRequest) => Promise<SaveOperatingSeasonResponse>
}

/** Saves a change, and notes what is known of the season since: what was saved, or what somebody else made of it. */
export function useSaveSeason(note: Seasons['note']): SaveSeason {
  const { calls } = useBackend()
  const { isPending, variables, mutateAsync } = useMutation({
    mutationFn: calls.saveOperatingSeason,
    onSuccess: ({ season }, request) => {
      if (season !== null) note({ id: season.id, version: season.version, season })
      else if ('id' in request) note(removalOf(request.id))
    },
    onError: (error, request) => {
      const present = presentSeasonIn(error)
      if (present !== null) note({ id: present.id, version: present.version, season: present })
      else if (isGone(error) && 'id' in request) note(removalOf(request.id))
    },
  })
  const removing = isPending && 'remove' in variables ? variables.id : null
  return { isPending, removing, save: mutateAsync }
}

/** A season that is gone does not come back under its id. */
function removalOf(id: string): Parameters<Seasons['note']>[0] {
  return { id, version: Number.POSITIVE_INFINITY, season: null }
}
