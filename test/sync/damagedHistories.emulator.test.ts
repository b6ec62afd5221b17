import fc from 'fast-check'

import { documentRef, headRef, segmentRef, stateRef } from '../../functions/src/cache/paths.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import { playHistories } from '../harness/histories.ts'
import { pipeline, Shop } from '../harness/shop.ts'

/*
 * Random histories in which somebody deletes, edits and damages what Tidemark stores, between runs and crashes of runs:
 * whatever it was, the runs that follow by themselves end with the cache being exactly the source.
 */

const future = '2090-01-01T00:00:00.000000000Z'
const orderId = fc.integer({ min: 0, max: 7 }).map((n) => `o${n}`)
const crash = fc.record({
  at: fc.integer({ min: 1, max: 8 }),
  side: fc.constantFrom('before' as const, 'after' as const),
})

/** What may be damaged; each is left alone where it is not there. */
const damages: Readonly<Record<string, (shop: Shop, id: string) => Promise<unknown>>> = {
  'delete state': ({ db }) => stateRef(db, pipeline).delete(),
  'delete head': ({ db }) => headRef(db, pipeline).delete(),
  'delete segment': ({ db }) => segmentRef(db, pipeline, 0).delete(),
  'flip head': ({ db }) => flip(headRef(db, pipeline)),
  'flip segment': ({ db }) => flip(segmentRef(db, pipeline, 0)),
  'edit document': ({ db }, id) => edit(documentRef(db, 'orders', `firestore:${id}`), { total: 1 }),
  'break document': ({ db }, id) => edit(documentRef(db, 'orders', `firestore:${id}`), { customer: 'broken' }),
  'delete document': ({ db }, id) => documentRef(db, 'orders', `firestore:${id}`).delete(),
  'text for a number': ({ db }) => edit(stateRef(db, pipeline), { liveCount: 'many', 'lease.fence': 'x' }),
  'future bound': ({ db }) => edit(stateRef(db, pipeline), { bound: future }),
  'future lease': ({ db }) => edit(stateRef(db, pipeline), { 'lease.expiresAt': future }),
  'no checkpoint': ({ db }) => edit(stateRef(db, pipeline), { checkpoint: 7, fullRun: 'none' }),
}

type Ref = ReturnType<typeof stateRef>

async function edit(ref: Ref, fields: Record<string, unknown>): Promise<void> {
  if ((await ref.get()).exists) await ref.update(fields)
}

async function flip(ref: Ref): Promise<void> {
  const fields = Object.entries((await ref.get()).data() ?? {})
  for (const [name, value] of fields) {
    if (!(value instanceof Uint8Array)) continue
    const bytes = Buffer.from(value)
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 0xff, bytes.length >> 1)
    await ref.update({ [name]: bytes })
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), id: orderId, total: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), id: orderId }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('damage' as const),
      what: fc.constantFrom(...Object.keys(damages)),
      id: orderId,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sync' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), crash }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('full' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fullCrash' as const), crash }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function take(shop: Shop, taken: Step): Promise<void> {
  switch (taken.kind) {
    case 'put':
      await shop.put(taken.id, { totalAmount: taken.total })
      return
    case 'remove':
      return shop.remove(taken.id)
    case 'damage':
      await damages[taken.what]?.(shop, taken.id)
      return
    case 'sync':
      await shop.worker().sync()
      return
    case 'crash':
      return mayDie(shop.worker(dyingAt(taken.crash.at, taken.crash.side)).sync())
    case 'full':
      await shop.fullRun()
      return
    case 'fullCrash':
      return mayDie(shop.fullRun(shop.worker(dyingAt(taken.crash.at, taken.crash.side))))
    case 'wait':
      return shop.pass(200_000)
  }
}

async function mayDie(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error
  })
}

playHistories(
  {
    kind: 'Damaged state: deleted, edited and flipped between runs and crashes',
    all: 200,
    few: 24,
    history: fc.array(step, { minLength: 4, maxLength: 12 }),
    timeoutMs: 600_000,
  },
  async (steps) => {
    const shop = new Shop({ settings: { pageSize: 3, deleteCapPercent: 100 } })
    await shop.putMany(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'])
    await shop.fullRun()
    for (const one of steps) await take(shop, one)
    // The next sync once every lease has run out, and what it asks for; then the way out for documents.
    shop.pass(4_000_000)
    await shop.worker().sync()
    await shop.drain()
    await shop.fullRun(shop.worker(), { verify: true })
    await expectSameAsSource(shop.db)
  },
)
