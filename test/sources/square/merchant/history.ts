import { expect } from 'vitest'

import { syncPipeline } from '../../../../functions/src/sync/syncPipeline.ts'
import { randomFrom } from '../../../../tools/samples/random.ts'
import type { Fault } from '../../../../tools/fakes/square/faults.ts'
import { Crash, dyingAt } from '../../../harness/crashes.ts'
import type { CopiedMerchant } from './copiedMerchant.ts'
import { Telling } from './telling.ts'
import * as trading from './trading.ts'

const faults: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'throttle', retryAfter: 2 },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'error', status: 500 },
  { kind: 'error', status: 200, code: 'TEMPORARY_ERROR' },
  { kind: 'error', status: 200, code: 'NEVER_HEARD_OF' },
  { kind: 'shortPage', rows: 1 },
  { kind: 'shortPage', rows: 3 },
  { kind: 'shortPage', rows: 0 },
  { kind: 'deadCursor' },
  { kind: 'repeatedRow' },
  { kind: 'endlessCursor' },
  { kind: 'endlessCursor', isNew: true },
  { kind: 'lostCursor' },
  { kind: 'lostCursor', isEmpty: true },
  { kind: 'ignoredSort' },
]

const deeds = {
  sell: trading.sell,
  moveOn: trading.moveOn,
  refund: trading.refund,
  settle: trading.settle,
  item: (merchant, n) => trading.putItem(merchant, n % 8),
  variation: (merchant, n) => trading.putVariation(merchant, n % 18),
  uncatalog: trading.removeFromCatalog,
  person: (merchant, n) => trading.putPerson(merchant, n % 21),
  leave: trading.removeCustomer,
  stock: trading.stock,
  open: (merchant, n) => trading.openLocation(merchant, n % 6),
  place: trading.changeLocation,
} as const satisfies Record<string, (merchant: CopiedMerchant['merchant'], n: number) => void>
type Deed = keyof typeof deeds
export const deedNames = Object.keys(deeds) as Deed[] // The keys of the record are its type's.

export const happenings = [
  'sync',
  'sync',
  'full',
  'reread',
  'fail',
  'last',
  'die',
  'dieInFull',
  'expire',
  'tell',
  'lag',
  'move',
  'pass',
] as const

export interface Step {
  readonly kind: Deed | (typeof happenings)[number]
  readonly n: number
}

/** A merchant that trades while it is copied. */
export class History {
  readonly #copied: CopiedMerchant
  readonly #telling: Telling
  /** Whether somebody was removed of whom no list tells. */
  #hasUntold = false

  constructor(copied: CopiedMerchant) {
    this.#copied = copied
    this.#telling = new Telling(copied)
  }

  async play(steps: readonly Step[]): Promise<void> {
    const { merchant, shop } = this.#copied
    trading.openShop(merchant)
    shop.pass(60_000)
    await this.#copied.first()
    await this.#copied.expectSame()
    for (const { kind, n } of steps) {
      shop.pass((n % 5) * 700)
      if (isDeed(kind)) this.#do(kind, n)
      else await this.#happen(kind, n)
    }
    await this.#end()
  }

  #do(deed: Deed, n: number): void {
    deeds[deed](this.#copied.merchant, n)
    this.#hasUntold ||= deed === 'leave'
  }

  async #happen(kind: (typeof happenings)[number], n: number): Promise<void> {
    const { merchant, shop, fake, authorization } = this.#copied
    const stream = this.#streamAt(n)
    const random = randomFrom(n)
    switch (kind) {
      case 'sync':
        return void (await this.#copied.sync())
      case 'full':
        return this.#copied.fullRun(stream)
      case 'reread':
        return void (await syncPipeline(this.#copied.contextOf('orders'), 'recent'))
      case 'fail':
        fake.faults.byChance(0.3, faults, () => random.next())
        await (n % 3 === 0 ? this.#copied.fullRun(stream) : this.#copied.sync()).catch(expectVendorFailure)
        return fake.faults.clear()
      case 'last':
        // Longer than a call tries.
        fake.faults.next(faults[n % faults.length] ?? { kind: 'reset' }, { times: 12 })
        return void (await this.#copied.sync().catch(expectVendorFailure))
      case 'die':
        await this.#copied.sync(dyingAt(1 + (n % 40), n % 2 === 0 ? 'before' : 'after')).catch(expectCrash)
        return shop.pass(200_000)
      case 'dieInFull':
        await this.#copied.fullRun(stream, dyingAt(1 + (n % 4), n % 2 === 0 ? 'before' : 'after')).catch(expectCrash)
        return shop.pass(200_000)
      case 'expire':
        return fake.authorizations.expire(authorization.grant.accessToken)
      case 'tell':
        return this.#telling.tell(n)
      case 'lag':
        merchant.lagMs = (n % 4) * 60_000
        merchant.lookupLagMs = (n % 3) * 45_000
        return
      case 'move':
        return this.#move(n)
      case 'pass':
        return shop.pass(n * 60_000)
    }
  }

  #streamAt(n: number): string {
    const { all } = this.#copied
    return all[n % all.length]?.id ?? ''
  }

  /** Things change between the pages of whatever is being read. */
  async #move(n: number): Promise<void> {
    const { merchant, shop, fake } = this.#copied
    let left = 6
    fake.beforeAnswer = ({ path }) => {
      if (left <= 0 || !path.startsWith('/v2/')) return
      left -= 1
      shop.pass(300)
      this.#do(deedNames[(n + left * 5) % deedNames.length] ?? 'sell', n + left)
      trading.moveOn(merchant, n + left)
    }
    fake.faults.next({ kind: 'shortPage', rows: 2 }, { times: 8 })
    await (n % 3 === 0 ? this.#copied.fullRun(this.#streamAt(n)) : this.#copied.sync())
    fake.beforeAnswer = () => {}
    fake.faults.clear()
  }

  /** Everything calms down, and an hour later what is only looked through now and then is looked through again. */
  async #end(): Promise<void> {
    const { merchant, shop, fake } = this.#copied
    fake.faults.clear()
    merchant.lagMs = 0
    merchant.lookupLagMs = 0
    shop.pass(3_700_000)
    await this.#copied.drain()
    if (this.#hasUntold) await this.#copied.fullRun(this.#copied.nameOf('customers'))
    for (let again = 0; again < 3; again++) await this.#copied.sync()
    await this.#copied.expectSame()
  }
}

function isDeed(kind: Step['kind']): kind is Deed {
  return kind in deeds
}

function expectVendorFailure(error: unknown): void {
  expect(String(error)).toContain('Square')
}

function expectCrash(error: unknown): void {
  if (!(error instanceof Crash)) expectVendorFailure(error)
}
