import { totalOf } from '../../cache/unmapped.ts'
import type { UnmappedStatuses } from '../../model/state.ts'
import { alertKinds, type AlertChange } from './alerts.ts'

/** The message names so many words; the status has more of them. */
const namedWords = 10

/** The alert about statuses that mean nothing here; other words than `before` had are news. `setting` maps them. */
export function unmappedAlert(before: UnmappedStatuses, after: UnmappedStatuses, setting: string): AlertChange {
  const kind = alertKinds.unmappedStatuses
  const total = totalOf(after)
  if (total === 0) return { kind, message: null }
  const named = after.words.slice(0, namedWords).map(({ word, count }) => `${JSON.stringify(word)} (${count})`)
  const rest = total - after.words.slice(0, namedWords).reduce((sum, { count }) => sum + count, 0)
  const message =
    `${total} orders have a status that means nothing here: ${named.join(', ')}${rest > 0 ? `, others (${rest})` : ''}. ` +
    `They are listed as processing and are in no revenue. Map the words by ${setting} and deploy: a full run follows by itself.`
  return { kind, message, ...(namesOf(before) !== namesOf(after) && { isRestated: true }) }
}

function namesOf({ words, others }: UnmappedStatuses): string {
  return JSON.stringify([words.map(({ word }) => word).toSorted(), others > 0])
}
