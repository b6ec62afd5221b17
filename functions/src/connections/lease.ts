import { shift, type Instant } from '../lib/instant.ts'
import type { StoredAuthorization } from '../model/connection.ts'

type Renewal = StoredAuthorization['renewal']

/** Longer than a vendor's answer may take and the commit behind it. */
export const leaseMs = 45_000

/** Tells whether somebody renews the authorization at `now`. A lease that ends later than any can is nobody's. */
export function isHeld({ holder }: Renewal, now: Instant): boolean {
  return holder !== null && holder.expiresAt > now && holder.expiresAt <= shift(now, leaseMs)
}

/** The renewal as who begins it leaves it: nobody else begins one, and whoever comes behind it knows that it was begun. */
export function begun({ fence, openSince }: Renewal, id: string, now: Instant): Renewal {
  return { fence: fence + 1, holder: { id, expiresAt: shift(now, leaseMs) }, openSince: openSince ?? now }
}

/** The renewal behind an answer: nothing is open. */
export function settled({ fence }: Renewal): Renewal {
  return { fence, holder: null, openSince: null }
}

/** The renewal of which no answer came: another may begin, and knows that the vendor may have carried it out. */
export function unanswered({ fence, openSince }: Renewal): Renewal {
  return { fence, holder: null, openSince }
}
