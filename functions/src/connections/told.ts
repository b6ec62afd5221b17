import type { Write } from '../cache/write.ts'
import { msOf } from '../lib/instant.ts'
import { retryPolicy } from '../lib/retry.ts'
import type { Account, StoredAuthorization } from '../model/connection.ts'
import type { Notification, ToldOfAuthorization } from '../model/webhook.ts'
import type { ConnectionContext } from './context.ts'
import { change, findConnection, readAuthorization, type AuthorizationChange } from './stored.ts'

/** The result of news about an authorization: noted, of an account that is not connected, or older than the authorization. */
export type Noted = 'noted' | 'unknown' | 'old'

/**
 * Notes what a vendor told of an account's authorization, with its alerts and `more` in one commit. News from before the owner
 * authorized the app anew are about another authorization: a notification may come twelve hours late. Throws the errors of Firestore.
 */
export async function noteTold(
  context: Pick<ConnectionContext, 'db' | 'clock'>,
  account: Account,
  { at, told }: Pick<Notification, 'at'> & { readonly told: ToldOfAuthorization },
  more: readonly Write[],
): Promise<Noted> {
  const connection = await findConnection(context, account)
  if (connection === null) return 'unknown'
  for (let attempt = 1; ; attempt++) {
    const read = await readAuthorization(context, connection.authorization, account)
    const { stored, now } = read
    // The vendor's clock has whole seconds.
    if (at !== null && msOf(at) + 1000 <= msOf(stored.authorizedAt)) return 'old'
    const fields = changeFor(told, stored, at !== null && at < now ? at : now)
    if ((await change(context, read, fields, more)) !== null) return 'noted'
    if (attempt >= retryPolicy.attempts) throw new Error('The authorization was changed by others each time.')
  }
}

function changeFor(
  told: ToldOfAuthorization,
  { refusal }: StoredAuthorization,
  at: StoredAuthorization['issuedAt'],
): AuthorizationChange {
  if (told.kind === 'expiring') return { warning: { at, endsAt: told.endsAt } }
  return { refusal: refusal?.reason === 'revoked' ? refusal : { at, reason: 'revoked' } }
}
