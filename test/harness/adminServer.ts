import type { Answer, FunctionName, ServerOptions, TestServer } from './server.ts'
import { initializeAuth, project, startServer } from './server.ts'
import { startFirebaseIdentity } from '../fakes/firebaseIdentity.ts'

/** The functions as an admin reaches them. */
export interface AdminServer extends TestServer {
  /** `Authorization` with an admin's token. */
  readonly authorization: string
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
    authorization: `Bearer ${admin}`,
    fetch: (name: FunctionName, init: RequestInit = {}, path?: string): Promise<Answer> =>
      server.fetch(name, { ...init, headers: { Authorization: `Bearer ${admin}`, ...init.headers } }, path),
    call: (name, data, token = admin) => server.call(name, data, token),
    stop: async () => {
      await server.stop()
      await identity.stop()
    },
  }
}
