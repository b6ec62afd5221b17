import { connectionId } from '../cache/paths.ts'
import { SourceError } from '../lib/errors.ts'
import {
  vendors,
  type Access,
  type Account,
  type AccountAccess,
  type Connection,
  type TokenEndpoint,
  type Vendor,
} from '../model/connection.ts'
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
  const connections = new BelievedConnections(context)
  const keptOf = ({ authorization: id }: Connection, account: Account): KeptAuthorization => {
    const endpoint = endpoints[account.source]
    if (endpoint === undefined)
      throw new SourceError(`${vendors[account.source].name} is not switched on here.`, { retryable: false })
    const found = kept.get(id) ?? new KeptAuthorization(context, id, account, endpoint)
    kept.set(id, found)
    return found
  }
  return (account) => {
    const accessBy = async (tokenOf: (of: KeptAuthorization) => Promise<string>): Promise<Access> => {
      const connection = await connections.of(account)
      return { accessToken: await tokenOf(keptOf(connection, account)), cipher: connection.cipher }
    }
    return {
      current: () => accessBy((of) => of.current()),
      renewed: (expired) => accessBy((of) => of.renewed(expired)),
    }
  }
}

/** Connections, read anew every few minutes: somebody may have connected an account otherwise. */
class BelievedConnections {
  readonly #context: ConnectionContext
  readonly #known = new Map<string, { readonly connection: Promise<Connection>; readonly readMs: number }>()

  constructor(context: ConnectionContext) {
    this.#context = context
  }

  of(account: Account): Promise<Connection> {
    const id = connectionId(account)
    const now = this.#context.clock.now()
    const known = this.#known.get(id)
    if (known !== undefined && now - known.readMs < believedMs) return known.connection
    const asked = { connection: readConnection(this.#context, account), readMs: now }
    this.#known.set(id, asked)
    asked.connection.catch(() => {
      // Whoever comes next reads again.
      if (this.#known.get(id) === asked) this.#known.delete(id)
    })
    return asked.connection
  }
}
