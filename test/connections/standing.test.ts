import { describe, expect, it } from 'vitest'

import { instantFromMs, shift, type Instant } from '../../functions/src/lib/instant.ts'
import { begun, isHeld, leaseMs, settled, unanswered } from '../../functions/src/connections/lease.ts'
import { accessStep, endOf, renewAt, stateAt } from '../../functions/src/connections/standing.ts'
import type { StoredAuthorization } from '../../functions/src/model/connection.ts'

const day = 86_400_000
const hour = 3_600_000
const start = instantFromMs(Date.UTC(2026, 10, 1))
const at = (ms: number): Instant => shift(start, ms)

type Facts = Parameters<typeof stateAt>[0]

/** An authorization of a year, with tokens of a week. */
function facts(changed: Partial<Facts> = {}): Facts {
  const whole = { authorizedAt: start, issuedAt: start, accessExpiresAt: at(7 * day), refreshExpiresAt: at(365 * day) }
  return { ...whole, warning: null, refusal: null, ...changed }
}

const refused = (ms: number, reason: NonNullable<Facts['refusal']>['reason'] = 'refused'): Partial<Facts> => ({
  refusal: { at: at(ms), reason },
})

describe('the state of an authorization', () => {
  it.each<[string, Partial<Facts>, number, string]>([
    ['fresh', {}, 0, 'ok'],
    ['with an access token that has expired, for it is renewed', {}, 30 * day, 'ok'],
    ['a fortnight before its end', {}, 351 * day, 'expiring'],
    ['a fortnight and an hour before its end', {}, 351 * day - hour, 'ok'],
    ['at its end', {}, 365 * day, 'expired'],
    ['a short one, in its last tenth', { refreshExpiresAt: at(10 * day) }, 9 * day, 'expiring'],
    ['a short one, before that', { refreshExpiresAt: at(10 * day) }, 9 * day - hour, 'ok'],
    ['that does not end', { refreshExpiresAt: null }, 9_999 * day, 'ok'],
    ['warned of', { warning: { at: start, endsAt: at(30 * day) } }, day, 'expiring'],
    ['warned of, at the end that was named', { warning: { at: start, endsAt: at(30 * day) } }, 30 * day, 'expired'],
    ['warned of without an end', { warning: { at: start, endsAt: null } }, 300 * day, 'expiring'],
    ['not renewed any more, while its token is good', refused(5 * day), 6 * day, 'expiring'],
    ['not renewed any more, behind its last token', refused(5 * day), 7 * day, 'expired'],
    ['taken back', refused(5 * day, 'revoked'), 5 * day, 'revoked'],
  ])('%s', (_name, changed, ms, state) => {
    expect(stateAt(facts(changed), at(ms))).toBe(state)
  })

  it('ends as its last token does once it is not renewed', () => {
    expect(endOf(facts())).toBe(at(365 * day))
    expect(endOf(facts(refused(day)))).toBe(at(7 * day))
    expect(endOf(facts({ warning: { at: start, endsAt: at(20 * day) } }))).toBe(at(20 * day))
    expect(endOf(facts({ warning: { at: start, endsAt: at(400 * day) } }))).toBe(at(365 * day))
  })
})

describe('a token is renewed', () => {
  it.each([
    ['of a week: in its last tenth', 7 * day, 7 * day * 0.9],
    ['of two hours: half an hour ahead', 2 * hour, 1.5 * hour],
    ['of ten minutes: in its second half', 600_000, 300_000],
  ])('%s', (_name, lifeMs, expected) => {
    expect(renewAt(facts({ accessExpiresAt: at(lifeMs) }))).toBe(at(expected))
  })
})

describe('the step of a call', () => {
  it.each<[string, Partial<Facts>, number, boolean, string]>([
    ['a good token', {}, day, false, 'use'],
    ['a token in its last tenth', {}, 6.5 * day, false, 'renewEarly'],
    ['a token that has expired', {}, 7 * day, false, 'renew'],
    ['a token that the vendor takes no more', {}, day, true, 'renew'],
    ['a good token that is not renewed any more', refused(6 * day), 6.5 * day, false, 'renewEarly'],
    ['the same within the hour', refused(6.5 * day), 6.5 * day + hour / 2, false, 'use'],
    ['no token, and a refusal within the hour', refused(8 * day), 8 * day + hour / 2, false, 'refused'],
    ['no token, and an older refusal', refused(8 * day), 8 * day + hour, false, 'renew'],
    ['a good token of an authorization that was taken back', refused(day, 'revoked'), day, false, 'refused'],
    ['the same an hour later: the vendor may know better', refused(day, 'revoked'), day + hour, false, 'renew'],
  ])('%s', (_name, changed, ms, isRejected, step) => {
    expect(accessStep(facts(changed), at(ms), isRejected)).toBe(step)
  })
})

describe('the lease of a renewal', () => {
  const free: StoredAuthorization['renewal'] = { fence: 3, holder: null, openSince: null }
  const held = begun(free, 'me', start)

  it('is one holder’s for its time', () => {
    expect(isHeld(free, start)).toBe(false)
    expect(isHeld(held, at(leaseMs - 1))).toBe(true)
    expect(isHeld(held, at(leaseMs))).toBe(false)
    expect(held.fence).toBe(4)
  })

  it('is nobody’s where it ends later than any can', () => {
    expect(isHeld({ ...held, holder: { id: 'x', expiresAt: at(leaseMs + 1) } }, start)).toBe(false)
  })

  it('stays open until an answer is there', () => {
    expect(unanswered(held)).toEqual({ fence: 4, holder: null, openSince: start })
    expect(begun(unanswered(held), 'you', at(hour))).toMatchObject({ fence: 5, openSince: start })
    expect(settled(held)).toEqual({ fence: 4, holder: null, openSince: null })
  })
})
