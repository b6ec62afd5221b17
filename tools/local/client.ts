import { deleteApp, initializeApp } from 'firebase/app'
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword, type User } from 'firebase/auth'
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions'
import { z } from 'zod'

import { deployedSettingsFile } from '../../cli/deployedSettings.ts'
import { localProject } from '../../cli/paths.ts'
import type { GetOrderResponse, ListOrdersRequest, ListOrdersResponse } from '../../functions/src/contract/api.ts'
import type {
  RunMode,
  StartSyncResponse,
  SyncOrdersResponse,
  SyncStatusResponse,
} from '../../functions/src/contract/sync.ts'
import { emulatorPorts } from '../stack/ports.ts'
import { functionUrl } from '../stack/suite.ts'
import { localAdmin } from './admin.ts'

/** The time that the functions which run a sync may take, in milliseconds. */
const timeoutMs = 540_000
/** The name of the job that calls `syncOrders` here: the functions adapt its schedule. */
const localJob = 'tidemark-sync-orders'

/**
 * The public functions, as a signed-in admin calls them: the callables by Firebase's own client, the others by HTTPS.
 */
export interface TidemarkClient {
  listOrders(request: ListOrdersRequest): Promise<ListOrdersResponse>
  getOrder(id: string): Promise<GetOrderResponse>
  getSyncStatus(): Promise<SyncStatusResponse>
  /** Starts a run of one pipeline; of all where none is named. */
  startSync(mode: RunMode, pipeline?: string): Promise<StartSyncResponse>
  /** The call that Cloud Scheduler makes. A failed run is an answer, not an error. */
  syncOrders(): Promise<SyncOrdersResponse>
  close(): Promise<void>
}

/** Signs the local admin in on the emulators. `aborted` ends the HTTPS calls under way. */
export async function signInAsAdmin(aborted: AbortSignal): Promise<TidemarkClient> {
  const ports = emulatorPorts()
  const app = initializeApp({ projectId: localProject, apiKey: 'none-on-the-emulator' })
  const auth = getAuth(app)
  connectAuthEmulator(auth, `http://127.0.0.1:${ports.auth}`, { disableWarnings: true })
  const { user } = await signInWithEmailAndPassword(auth, localAdmin.email, localAdmin.password)
  const functions = getFunctions(app, deployedSettingsFile(localProject).region)
  connectFunctionsEmulator(functions, '127.0.0.1', ports.functions)
  const call = async <Answer>(name: string, request?: object): Promise<Answer> =>
    (await httpsCallable<object | undefined, Answer>(functions, name, { timeout: timeoutMs })(request)).data
  return {
    listOrders: (request) => call('listOrders', request),
    getOrder: (id) => call('getOrder', { id }),
    getSyncStatus: () => call('getSyncStatus'),
    startSync: (mode, pipeline) => call('startSync', { mode, ...(pipeline !== undefined && { pipeline }) }),
    syncOrders: () => postSyncOrders(user, aborted),
    close: () => deleteApp(app),
  }
}

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

async function postSyncOrders(user: User, aborted: AbortSignal): Promise<SyncOrdersResponse> {
  const response = await fetch(functionUrl('syncOrders'), {
    method: 'POST',
    headers: { authorization: `Bearer ${await user.getIdToken()}`, 'X-CloudScheduler-JobName': localJob },
    signal: AbortSignal.any([aborted, AbortSignal.timeout(timeoutMs)]),
  })
  const text = await response.text()
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : null
  if (body !== null && typeof body === 'object' && 'runs' in body) return body as SyncOrdersResponse // Our own function's.
  const refusal = refusalSchema.safeParse(body)
  const said = refusal.success ? `${refusal.data.error.message} (${refusal.data.error.code})` : text.slice(0, 200)
  throw new Error(`syncOrders answered ${response.status}: ${said}`)
}
