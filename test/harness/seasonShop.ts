import { expect, vi } from 'vitest'

import { collections, reportRef } from '../../functions/src/cache/paths.ts'
import type {
  OperatingSeason,
  SaveOperatingSeasonRequest,
  SaveOperatingSeasonResponse,
  SavedOperatingSeason,
} from '../../functions/src/contract/seasons.ts'
import type { RecordRow } from '../../functions/src/contract/records.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { seasonCollections } from '../../functions/src/sources/operatingSeasons/document.ts'
import { seasonPipeline } from '../../functions/src/sources/registry.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import { startFirebaseIdentity, type FirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'
import { databaseOf, processOn, type ClientCounts } from './firestore.ts'
import { initializeAuth, project, startServer, type Answer, type TestServer } from './server.ts'

export const summer: OperatingSeason = {
  name: 'Summer',
  startsOn: '2026-05-01',
  endsOn: '2026-09-30',
  locations: [],
  note: 'Long evenings',
}
export const winter: OperatingSeason = { ...summer, name: 'Winter', startsOn: '2026-11-01', endsOn: '2027-03-31' }

/** The signer of this process's admins' tokens; `initializeAuth` can be called once. */
let signing: Promise<FirebaseIdentity> | null = null

async function startSigning(): Promise<FirebaseIdentity> {
  // With it the Admin SDK would ask the Auth emulator for the user.
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST
  const identity = await startFirebaseIdentity(project)
  initializeAuth({ httpAgent: identity.agent })
  return identity
}

/** A shop with a database of its own that keeps its operating seasons, and its admins Ann and Ben. */
export class SeasonShop {
  readonly db: Firestore
  readonly counts: ClientCounts
  readonly server: TestServer
  readonly #identity: FirebaseIdentity

  private constructor(identity: FirebaseIdentity, server: TestServer, db: Firestore, counts: ClientCounts) {
    this.#identity = identity
    this.server = server
    this.db = db
    this.counts = counts
  }

  static async open(): Promise<SeasonShop> {
    const identity = await (signing ??= startSigning())
    const { db, counts } = processOn(databaseOf())
    return new SeasonShop(identity, await startServer({ db, sources: { operatingSeasons: true } }), db, counts)
  }

  async stop(): Promise<void> {
    await this.server.stop()
  }

  tokenOf(name: string, claims: Record<string, unknown> = { admin: true }): string {
    return this.#identity.token({ sub: `uid-of-${name}`, email: `${name}@example.com`, ...claims })
  }

  /** The function's answer to an admin. */
  call(data: unknown, name = 'ann'): Promise<Answer> {
    return this.server.call('saveOperatingSeason', data, this.tokenOf(name))
  }

  /** Saves, and returns the season; throws where the function refuses. */
  async save(request: SaveOperatingSeasonRequest, name?: string): Promise<SavedOperatingSeason> {
    const { status, body, text } = await this.call(request, name)
    const { season } = (body as { result?: SaveOperatingSeasonResponse }).result ?? { season: null }
    if (status !== 200 || season === null) throw new Error(`Saving was answered with ${status}: ${text}`)
    return season
  }

  async remove({ id, version }: SavedOperatingSeason): Promise<void> {
    const { status, text } = await this.call({ id, version, remove: true })
    if (status !== 200) throw new Error(`Removing was answered with ${status}: ${text}`)
  }

  /** The entries about a season, the first one first. */
  async auditOf(id: string): Promise<Record<string, unknown>[]> {
    const entries = this.db.collection(`${seasonCollections.seasons}/${id}/${seasonCollections.audit}`)
    return (await entries.orderBy('version').get()).docs.map((entry) => entry.data())
  }

  async stored(): Promise<Record<string, unknown>[]> {
    return (await this.db.collection(seasonCollections.seasons).get()).docs.map((one) => one.data())
  }

  async isReported(id: string): Promise<boolean> {
    return (await reportRef(this.db, seasonPipeline, id).get()).exists
  }

  get context(): SyncContext {
    const context = this.server.deps.pipelines.find(({ id }) => id === seasonPipeline)
    if (context === undefined) throw new Error('Seasons are on here.')
    return context
  }

  /** The runs that were asked for, as the queue starts them, with the full run that the first of them needs. */
  async runAsked(): Promise<void> {
    const tasks = [...this.server.runTasks.values()].filter(({ pipeline }) => pipeline === seasonPipeline)
    for (const { scope } of tasks) await runRequested(this.context, scope)
    await this.server.drain()
  }

  /** The seasons as the page lists them, the latest first. */
  async listed(): Promise<readonly RecordRow[]> {
    const { body } = await this.server.call('listRecords', { stream: 'operatingSeasons' }, this.tokenOf('ann'))
    return (body as { result: { records: readonly RecordRow[] } }).result.records // The callable protocol's envelope.
  }

  /** Runs what was asked for, until the list has seasons of these names: a run leaves alone what was reported just before it. */
  async runUntilListed(names: readonly string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        await this.runAsked()
        expect((await this.listed()).map(({ name }) => name)).toEqual(names)
      },
      { timeout: 20_000, interval: 500 },
    )
  }

  async openAlerts(): Promise<string[]> {
    const { docs } = await this.db.collection(collections.alerts).get()
    return docs.filter((alert) => alert.get('closedAt') == null).map(({ id }) => id)
  }
}
