import { alertRef, connectionId } from '../cache/paths.ts'
import { mergeOf, setOf, type Write } from '../cache/write.ts'
import type { AuthorizationState } from '../contract/sync.ts'
import type { Firestore } from '../lib/firestore/firestore.ts'
import { isoOf, type Instant } from '../lib/instant.ts'
import { connectCommand, vendors, type StoredAuthorization } from '../model/connection.ts'
import { endOf } from './standing.ts'

/** Kinds of alert that are raised for an account, and not by the runs of its pipelines. */
export const authorizationAlertKinds = {
  authorizationExpiring: 'authorization-expiring',
  authorizationExpired: 'authorization-expired',
} as const
type Kind = (typeof authorizationAlertKinds)[keyof typeof authorizationAlertKinds]

/** The kind of alert that is open while an authorization is in a state; null: none. */
export const alertKindOf = {
  ok: null,
  expiring: authorizationAlertKinds.authorizationExpiring,
  expired: authorizationAlertKinds.authorizationExpired,
  revoked: authorizationAlertKinds.authorizationExpired,
} as const satisfies Record<AuthorizationState, Kind | null>

/** The writes of the alerts that a change of state opens and closes: one alert for each account. */
export function alertWrites(
  db: Firestore,
  before: AuthorizationState,
  after: StoredAuthorization,
  now: Instant,
): Write[] {
  const [closing, opening] = [alertKindOf[before], alertKindOf[after.state]]
  return after.accounts.flatMap(({ account, name }) => {
    const pipeline = connectionId({ source: after.source, account })
    const writes: Write[] = []
    if (closing !== null && closing !== opening)
      writes.push(mergeOf(alertRef(db, pipeline, closing), { pipeline, kind: closing, closedAt: isoOf(now) }))
    if (opening !== null && before !== after.state) {
      const message = messageOf(after, `${name} (${account})`)
      const alert = { pipeline, kind: opening, message, openedAt: isoOf(now), closedAt: null }
      writes.push(setOf(alertRef(db, pipeline, opening), alert))
    }
    return writes
  })
}

/** The state of a shop's authorization, its cause, and what to do, in words. */
export function messageOf(authorization: StoredAuthorization, shop: string): string {
  const { source, state, refusal } = authorization
  const end = endOf(authorization)
  const day = end === null ? 'soon' : `on ${isoOf(end).slice(0, 10)}`
  const vendor = vendors[source]
  const what = {
    ok: `${shop} is connected to ${vendor.name}.`,
    expiring: `The authorization of ${shop} at ${vendor.name} ends ${day}.${causes[refusal?.reason ?? 'none']}`,
    expired: `The authorization of ${shop} at ${vendor.name} has ended: nothing is copied from it.${causes[refusal?.reason ?? 'none']}`,
    revoked: `The owner of ${shop} has taken its authorization at ${vendor.name} back: nothing is copied from it.`,
  }[state]
  return state === 'ok' ? what : `${what} Have it authorized anew: ${connectCommand(source)}`
}

const causes = {
  none: '',
  revoked: '',
  refused: ' The vendor does not renew it.',
  lost: ' A renewal of it was interrupted, and its answer is lost.',
} as const
