import './attention.css'

import { useLive } from '../backend/live.tsx'
import { useSyncStatus } from '../backend/status.ts'
import { formatCounted } from '../format/count.ts'
import { hrefOf } from '../routing/location.ts'
import { hrefOfPanel } from '../routing/syncPanels.ts'
import { showPanel } from '../sync/panels.ts'
import { useNow } from '../ui/clock.ts'
import { concernsOf, type Concern } from './concerns.ts'

/** What needs a look, by the status and what the listener has heard anyway: no read is made for it. */
function useConcerns(): readonly Concern[] {
  const { data } = useSyncStatus()
  const { states, isLost } = useLive()
  // What is heard no more may be older than what is asked for each minute.
  return concernsOf(data?.pipelines ?? [], isLost ? null : states, useNow(), data?.accounts)
}

/**
 * Says at the top of every view what is wrong, how much of it, and what to do. Only the number of things is a live region:
 * the counts in the texts change with each commit, and reading all of it out each time would drown everything else.
 */
export function AttentionStrip() {
  const concerns = useConcerns()
  return (
    <>
      <p className="visually-hidden" role="status">
        {concerns.length > 0 && needsOf(concerns)}
      </p>
      {concerns.length > 0 && (
        <section className="attention" aria-label="Needs attention">
          <ul>
            {concerns.map(({ key, tone, what, whatToDo, panel, link }) => (
              <li key={key} className={`concern concern-${tone}`}>
                <strong>{what}.</strong>
                <span className="concern-to-do">{whatToDo}</span>
                <a href={hrefOfPanel(panel)} onClick={() => showPanel(panel)}>
                  {link}
                </a>
              </li>
            ))}
            {concerns.length > 1 && (
              <li className="concern-rest">
                <a href={hrefOf(['sync'])}>{formatCounted(concerns.length - 1, 'more thing')} to look at</a>
              </li>
            )}
          </ul>
        </section>
      )}
    </>
  )
}

/** The number of things that need a look, beside the name of the view that has them; nothing where there are none. */
export function AttentionBadge() {
  const concerns = useConcerns()
  if (concerns.length === 0) return null
  const tone = concerns.some((concern) => concern.tone === 'bad') ? 'bad' : 'warn'
  return (
    <>
      <span className={`attention-badge attention-badge-${tone}`} aria-hidden="true">
        {concerns.length}
      </span>
      <span className="visually-hidden"> ({needsOf(concerns)})</span>
    </>
  )
}

function needsOf({ length }: readonly Concern[]): string {
  return length === 1 ? '1 thing needs attention' : `${formatCounted(length, 'thing')} need attention`
}
