import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { SampleOrder } from '../../tools/samples/orders.ts'
import type { Contestant, Question } from '../contestant.ts'
import type { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { Sight, SightResult, When } from '../results.ts'
import { openDirect } from '../rivals/direct.ts'
import { openJsonCache } from '../rivals/jsonCache.ts'
import { openTidemarkPages } from '../tidemark/contestant.ts'
import { openTidemark } from '../tidemark/instance.ts'

const quarterMs = 900_000
const newest: Question = { request: {} }
const shipped: Question = { request: { filter: { status: ['shipped'] } } }

/** Something that a page must come to show, or not to show any more. */
interface Expectation {
  readonly question: Question
  readonly order: SampleOrder
  readonly isShown: boolean
}

/**
 * When each contestant shows that an order is new, has changed or is gone: with the next view, Tidemark's next run, its next
 * full run, or not at all. It is tried out on a store that Tidemark has copied.
 */
export async function lookForChanges(projectId: string, shop: BenchShop, clock: VirtualClock): Promise<SightResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  const client = connect(projectId)
  const syncer = openTidemark(client, clock)
  const contestants = {
    direct: openDirect(connect(projectId)),
    jsonCache: openJsonCache(connect(projectId), join(folder, 'orders.json'), false),
    tidemark: openTidemarkPages(connect(projectId), clock),
  }
  const stages: readonly (readonly [When, () => Promise<unknown>])[] = [
    ['next view', async () => {}],
    ['next run', () => syncer.sync()],
    ['next full run', () => syncer.copyEverything()],
  ]
  const firstSights = async (expectation: Expectation): Promise<Record<keyof typeof contestants, When>> => {
    const sights = { direct: 'never', jsonCache: 'never', tidemark: 'never' } as Record<keyof typeof contestants, When>
    for (const [stage, reach] of stages) {
      clock.pass(quarterMs)
      await reach()
      for (const name of Object.keys(contestants) as (keyof typeof contestants)[]) {
        if (sights[name] === 'never' && (await isMet(contestants[name], expectation))) sights[name] = stage
      }
    }
    return sights
  }
  try {
    for (const contestant of Object.values(contestants)) await contestant.page(newest, null, true)
    const order = shop.place(clock.now())
    await shop.write([order])
    const created = await firstSights({ question: newest, order, isShown: true })
    const changed: SampleOrder = { id: order.id, data: { ...order.data, status: 'SHIPPED', updatedAt: clock.now() } }
    await shop.write([changed])
    const updated = await firstSights({ question: shipped, order: changed, isShown: true })
    await shop.remove(changed)
    const deleted = await firstSights({ question: newest, order: changed, isShown: false })
    const sightOf = (name: keyof typeof contestants): Sight => ({
      created: created[name],
      updated: updated[name],
      deleted: deleted[name],
    })
    return { direct: sightOf('direct'), jsonCache: sightOf('jsonCache'), tidemark: sightOf('tidemark') }
  } finally {
    await Promise.all([client.terminate(), ...Object.values(contestants).map((one) => one.close())])
    rmSync(folder, { recursive: true, force: true })
  }
}

async function isMet(contestant: Contestant, { question, order, isShown }: Expectation): Promise<boolean> {
  const { ids } = await contestant.page(question, null, true)
  return ids.includes(order.id) === isShown
}
