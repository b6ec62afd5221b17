import { describe, expect, it } from 'vitest'

import { alertKinds } from '../../../functions/src/sync/alerts/alerts.ts'
import { openFirst } from '../../../web/src/sync/alertOrder.ts'
import { alertWord } from '../../../web/src/sync/alertWords.ts'

/** An alert's name and its times. */
function alert(kind: string, openedAt: string, closedAt: string | null) {
  return { kind, openedAt, closedAt }
}

describe('alerts', () => {
  it('have words for every kind that the functions raise', () => {
    expect(Object.values(alertKinds).filter((kind) => alertWord(kind) === kind && kind.includes('-'))).toEqual([])
    expect(alertWord('of-another-version')).toBe('of-another-version')
  })

  it('stand open ones first, then by what happened last', () => {
    const alerts = [
      alert('closed early', '2026-11-19T00:00:00.000Z', '2026-11-19T01:00:00.000Z'),
      alert('open long', '2026-11-01T00:00:00.000Z', null),
      alert('closed late', '2026-11-02T00:00:00.000Z', '2026-11-20T00:00:00.000Z'),
      alert('open lately', '2026-11-18T00:00:00.000Z', null),
    ]
    expect(openFirst(alerts).map(({ kind }) => kind)).toEqual([
      'open lately',
      'open long',
      'closed late',
      'closed early',
    ])
  })
})
