import { FakeTikTokShop } from '../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import { advanceOrder, fillShop } from '../../tools/fakes/tiktokShop/sampleShop.ts'
import { randomFrom } from '../../tools/samples/random.ts'
import { expectedStates } from './expected.ts'
import { tallyOf } from './tally.ts'
import type { Opening, VendorRequest } from './vendorMessages.ts'
import { ways } from './ways.ts'

/*
 * The vendor, in a process of its own: what answering costs is not taken from the time of whoever asks. Forked by `vendor.ts`, which
 * names the number of orders and the time that an answer takes.
 */

const seed = 5
const shopId = '7495000001'
const app = { appKey: 'benchmark', appSecret: 'secret-of-the-benchmark' }
const random = randomFrom(seed)

const [count, latencyMs] = process.argv.slice(2).map(Number)
if (count === undefined || latencyMs === undefined) throw new Error('The vendor is started by vendor.ts.')
const fake = await FakeTikTokShop.start({ app, latencyMs })
const shop = fake.addShop({ id: shopId })
fillShop(shop, { seed, count, now: Date.now() })
const grant = fake.authorizations.grant([shopId])

process.on('message', (request: VendorRequest) => process.send?.(answerTo(request)))
process.on('disconnect', () => process.exit())
const { name, region, cipher, returns } = shop
process.send?.({
  url: fake.url,
  app,
  shop: { id: shopId, name, region, cipher, returns: returns.size },
  grant,
} satisfies Opening)

function answerTo(request: VendorRequest): unknown {
  switch (request.kind) {
    case 'fail':
      fake.faults.clear()
      if (request.share > 0) {
        fake.faults.byChance(
          request.share,
          ways.map(({ fault }) => fault),
          () => random.next(),
        )
      }
      return null
    case 'trade':
      for (const id of spread(request.orders)) advanceOrder(shop, id, random, Date.now())
      return null
    case 'remove':
      for (const id of spread(request.orders)) shop.orders.remove(id)
      return null
    case 'calls':
      return callsSoFar()
    case 'states':
      return expectedStates(shop)
  }
}

/** Returns the ids of `many` different orders, spread from the oldest to the newest. */
function spread(many: number): string[] {
  const ids = [...shop.orders.ids()]
  return Array.from({ length: many }, (_, i) => ids[Math.floor(((i + 0.5) * ids.length) / many)] ?? '')
}

/** Counts the calls since the last time, and forgets them. */
function callsSoFar(): unknown {
  const calls = fake.calls.splice(0)
  const of = (path: string) =>
    tallyOf(
      calls.filter((call) => call.path.startsWith(path)),
      ways,
    )
  const { mostAtOnce } = fake
  fake.mostAtOnce = 0
  return { orders: of('/order/'), returns: of('/return_refund/'), mostAtOnce }
}
