import { useCallback } from 'react'

import { useBackend } from '../backend/context.ts'
import { useLive } from '../backend/live.tsx'
import { consoleLink } from '../format/consoleLink.ts'
import type { LinkOf } from './RecordLink.tsx'

/**
 * Addresses of quarantined records in the Firebase console: the shop's own document where the source is a collection, else, or
 * while nothing is heard of the pipeline, the document that says why it is in quarantine.
 */
export function useRecordLinks(): LinkOf {
  const { projectId } = useBackend()
  const { states } = useLive()
  return useCallback(
    ({ id, pipeline, sourceId }) => {
      const identity = states?.find((state) => state.pipeline === pipeline)?.identity ?? null
      const slash = identity?.indexOf('/') ?? -1
      return pipeline.startsWith('firestore.') && identity !== null && slash > 0
        ? consoleLink(projectId, identity.slice(0, slash), `${identity.slice(slash + 1)}/${sourceId}`)
        : consoleLink(projectId, '(default)', `sync_quarantine/${id}`)
    },
    [projectId, states],
  )
}
