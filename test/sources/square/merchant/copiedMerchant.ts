import { createReportFeed } from '../../../../functions/src/cache/feed.ts'
import type { RunReport } from '../../../../functions/src/contract/sync.ts'
import type { Pipeline } from '../../../../functions/src/model/pipeline.ts'
import { derivedPipelines } from '../../../../functions/src/sources/derived/pipelines.ts'
import { squarePipelines } from '../../../../functions/src/sources/square/pipelines.ts'
import { createSquareWebhook } from '../../../../functions/src/sources/square/webhook.ts'
import type { SyncContext, SyncSettings } from '../../../../functions/src/sync/context.ts'
import { runRequester } from '../../../../functions/src/sync/requests/requestRun.ts'
import { receive } from '../../../../functions/src/sync/webhooks/receive.ts'
import { shownEvent } from '../../../../tools/fakes/square/endpoints/events.ts'
import type { FakeEvent } from '../../../../tools/fakes/square/events.ts'
import { FakeSquare, type FakeOptions } from '../../../../tools/fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'
import { webhookSignature } from '../../../../tools/fakes/square/signature.ts'
import type { Faults } from '../../../harness/firestore.ts'
import { stoppedShop, TiedPipelines } from '../../../harness/pipelines.ts'
import type { Shop } from '../../../harness/shop.ts'
import { app, authorizationOf } from '../connected.ts'
import { merchantFacts } from '../../../../tools/fakes/square/expected/merchant.ts'
import { cachedFacts, expectFacts } from './cachedFacts.ts'

const webhook = { key: 'signature-key', url: 'https://shop.example/webhooks/square' }

export interface CopiedOptions extends Pick<FakeOptions, 'cursors'> {
  readonly settings?: Partial<SyncSettings>
  /** True where the vendor sends notifications; `hear` takes them. */
  readonly hasWebhooks?: boolean
}

/** A merchant of the fake, and every pipeline that a deployment has of it, by a clock that only a test moves. */
export class CopiedMerchant extends TiedPipelines {
  readonly fake: FakeSquare
  readonly merchant: FakeMerchant
  readonly authorization
  readonly all: readonly Pipeline[]
  readonly #handler = createSquareWebhook(webhook)

  private constructor(fake: FakeSquare, shop: Shop, hasWebhooks: boolean) {
    super(shop)
    this.fake = fake
    this.merchant = fake.addMerchant({ id: 'MLTEA' })
    this.authorization = authorizationOf(fake, this.merchant)
    const { context } = this.shop.worker()
    const { authorization } = this
    const copied = squarePipelines(
      {
        merchants: [this.merchant.id],
        appId: app.clientId,
        apiUrl: fake.url,
        callsAtOnce: 3,
        statusMap: {},
        webhookUrl: hasWebhooks ? webhook.url : null,
      },
      {
        fetch,
        clock: { ...context.clock, serverNow: () => this.now() },
        secretOf: () => app.clientSecret,
        accessOf: () => ({
          current: async () => ({ ...(await authorization.current()), cipher: null }),
          renewed: async (expired) => ({ ...(await authorization.renewed(expired)), cipher: null }),
        }),
        feedOf: (pipeline, identity) => createReportFeed(context.db, pipeline, identity),
      },
    )
    this.all = [...copied, ...derivedPipelines(copied, () => this.now())]
  }

  /** Plays something with a merchant of a fake of its own. */
  static async with(
    play: (copied: CopiedMerchant) => Promise<void>,
    { settings, cursors, hasWebhooks = false }: CopiedOptions = {},
  ): Promise<void> {
    const shop = stoppedShop({ pageSize: 100, ...settings })
    const fake = await FakeSquare.start({ app, now: () => shop.now().toMillis(), ...(cursors && { cursors }) })
    try {
      await play(new CopiedMerchant(fake, shop, hasWebhooks))
    } finally {
      await fake.stop()
      await shop.db.terminate()
    }
  }

  protected override pipelinesIn(): readonly Pipeline[] {
    return this.all
  }

  nameOf(stream: string): string {
    return `square.${this.merchant.id}.${stream}`
  }

  /** Copies all that there is: what is computed from others needs those first. Returns the reports of the last round. */
  async first(): Promise<readonly RunReport[]> {
    await this.sync()
    await this.sync()
    return (await this.sync()).runs
  }

  /** The run of a stream among others. */
  runOf(runs: readonly RunReport[], stream: string): RunReport | undefined {
    return runs.find(({ pipeline }) => pipeline === this.nameOf(stream))
  }

  /** Takes a notification as the function does, and reports what it names. */
  async hear(event: FakeEvent): Promise<void> {
    const body = Buffer.from(JSON.stringify(shownEvent(this.merchant.id, event)))
    const signature = webhookSignature(webhook.key, webhook.url, body.toString())
    const isSigned = this.#handler.verify(body, { 'x-square-hmacsha256-signature': signature })
    if (!isSigned) throw new Error('The signature of a notification does not verify.')
    const notification = this.#handler.read(body)
    const pipelines = this.contexts()
    const [first] = pipelines
    if (notification === null || first === undefined) return
    const request = (scope: 'reports' | 'window') => async (pipeline: string) =>
      runRequester({ pipeline, scope, quietCadenceMs: 3_000, enqueue: first.enqueueRun })(this.now())
    const { db, clock } = first
    const requests = { requestRun: request('reports'), requestWindow: request('window') }
    await receive({ db, clock, pipelines, ...requests }, 'square', notification)
  }

  contextOf(stream: string, faults?: Faults): SyncContext {
    return this.context(this.nameOf(stream), faults)
  }

  /** Fails unless every list has what the merchant has. */
  async expectSame(): Promise<void> {
    expectFacts(await cachedFacts(this.shop.db, this.all), merchantFacts(this.merchant))
  }
}
