import { vendors, type Account, type AccountAccess, type Connection, type TokenEndpoint, type Vendor } from '../model/connection.ts'
import { SourceError } from '../lib/errors.ts'
import type { ConnectionContext } from './context.ts'
import { believedMs, KeptAuthorization } from './keptAuthorization.ts'
import { readConnection } from './stored.ts'

/** Gives the access of an account; nothing is read before it is used. */
export type AccessOf = (account: Account) => AccountAccess

/** One instance's access to accounts. Those of one authorization share its tokens, and what is done to renew them. */
export function accountAccess(
  context: ConnectionContext,
  endpoints: Readonly<Partial<Record<Vendor, TokenEndpoint>>>,
): AccessOf {
  const kept = new Map<string, KeptAuthorization>()
  return (account) => {
    const connection = believedConnection(context, account)
    const authorization = ({ authorization: id }: Connection): KeptAuthorization => {
      const endpoint = endpoints[account.source]
      if (endpoint === undefined)
        throw new SourceError(`${vendors[account.source].name} is not switched on here.`, { retryable: false })
      const found = kept.get(id) ?? new KeptAuthorization(context, id, account, endpoint)
      kept.set(id, found)
      return found
    }
    const accessBy = async (tokenOf: (of: KeptAuthorization) => Promise<string>): ReturnType<AccountAccess['current']> => {
      const connected = await connection()
      return { accessToken: await tokenOf(authorization(connected)), cipher: connected.cipher }
    }
    return {
      current: () => accessBy((of) => of.current()),
      renewed: (expired) => accessBy((of) => of.renewed(expired)),
    }
  }
}

/** Reads the account's connection anew every few minutes: somebody may have connected it otherwise. */
function believedConnection(context: ConnectionContext, account: Account): () => Promise<Connection> {
  let known: { readonly connection: Promise<Connection>; readonly readMs: number } | null = null
  return () => {
    const now = context.clock.now()
    if (known !== null && now - known.readMs < believedMs) return known.connection
    const reading = { connection: readConnection(context, account), readMs: now }
    known = reading
    reading.connection.catch(() => {
      // Whoever comes next reads again.
      if (known === reading) known = null
    })
    return reading.connection
  }
}
