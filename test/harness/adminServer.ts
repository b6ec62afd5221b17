import type { GetOrderResponse, ListOrdersResponse, OrderStatsResponse } from '../../functions/src/contract/api.ts'
import type { RunReport, StartedRun, SyncStatusResponse } from '../../functions/src/contract/sync.ts'
import type { ListRecordsResponse } from '../../functions/src/contract/records.ts'
import { startFirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'
import type { Answer, FunctionName, ServerOptions, TestServer } from './server.ts'
import { initializeAuth, project, startServer } from './server.ts'

/** The answers of the callables. */
interface Results {
  readonly listOrders: ListOrdersResponse
  readonly getOrder: GetOrderResponse
  readonly listRecords: ListRecordsResponse
  readonly orderStats: OrderStatsResponse
  readonly getSyncStatus: SyncStatusResponse
  readonly startSync: { readonly runs: readonly (RunReport | StartedRun)[] }
}

/** The functions as an admin reaches them. */
export interface AdminServer extends TestServer {
  /** An admin's token. */
  readonly token: string
  /** Calls, and returns what the function returned; throws where it did not. */
  ask<Name extends keyof Results>(name: Name, data: unknown): Promise<Results[Name]>
}

/** Serves the functions and sends an admin's token with every request that has no `Authorization`. Once a process. */
export async function startAdminServer(options: ServerOptions = {}): Promise<AdminServer> {
  // With it the Admin SDK would ask the Auth emulator for the user.
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST
  const identity = await startFirebaseIdentity(project)
  initializeAuth({ httpAgent: identity.agent })
  const server = await startServer(options)
  const admin = identity.token({ admin: true })
  return {
    ...server,
    token: admin,
    fetch: (name: FunctionName, init: RequestInit = {}, path?: string): Promise<Answer> =>
      server.fetch(name, { ...init, headers: withToken(init.headers, admin) }, path),
    call: (name, data, token = admin) => server.call(name, data, token),
    ask: async (name, data) => {
      const { status, body, text } = await server.call(name, data, admin)
      if (status !== 200) throw new Error(`${name} was answered with ${status}: ${text}`)
      return (body as { result: Results[typeof name] }).result // The callable protocol's envelope.
    },
    stop: async () => {
      await server.stop()
      await identity.stop()
    },
  }
}

function withToken(headers: RequestInit['headers'], token: string): Headers {
  const all = new Headers(headers)
  if (!all.has('Authorization')) all.set('Authorization', `Bearer ${token}`)
  return all
}
