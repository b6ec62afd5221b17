import { formatCount } from '../../tools/local/report.ts'
import { connect, freshProject } from '../lab/databases.ts'
import type { Lab } from '../lab/lab.ts'
import type { Progress } from '../lab/progress.ts'
import { BenchShop } from '../lab/shop.ts'
import { recentLoad } from '../lab/timing.ts'
import { copyBy } from '../sync/fullCopy.ts'
import { callsAtOnce } from '../tidemark/shopCopier.ts'
import { readNaively } from './naive.ts'
import type { SourcesPlan } from './plan.ts'
import type { SourcesResults } from './results.ts'
import { ShopLab } from './shopLab.ts'

/** The most orders that the vendor gives with one call. */
const pageSize = 100

/** Copies a shop from Firestore, and one from a vendor in each of the ways that are compared. */
export async function runSources(lab: Lab, plan: SourcesPlan): Promise<SourcesResults> {
  const { most: orders, latencyMs, removed } = plan
  const step = (name: string) => lab.progress.step(`${formatCount(orders)} orders: ${name}`)
  const fromFirestore = lab.kept('from Firestore', await lab.withEmulator(() => copyFromFirestore(orders, step)))
  const unfailing = lab.kept('nothing fails', await ShopLab.with(lab, plan, (shop) => copyUnfailing(shop, plan, step)))
  const failing = await ShopLab.with(lab, plan, (shop) => copyFailing(shop, plan, step, lab))
  const { clean, ...measuredOnce } = unfailing
  const { copy, resync, incremental } = failing
  return {
    environment: lab.environment(),
    orders,
    pageSize,
    latencyMs,
    callsAtOnce,
    fromFirestore,
    copies: { clean, failing: copy },
    resync,
    removed,
    incremental,
    ...measuredOnce,
  }
}

type Step = (name: string) => ReturnType<Progress['step']>

async function copyFromFirestore(orders: number, step: Step): Promise<SourcesResults['fromFirestore']> {
  const projectId = freshProject()
  const written = step("a shop's documents in Firestore")
  await BenchShop.open(connect(projectId), orders, (done) => written(done, orders))
  step('their copy from Firestore')
  const { documentsPerSecond } = await copyBy('tidemark', projectId, orders)
  return { ms: (1000 * orders) / documentsPerSecond, load: recentLoad() }
}

async function copyUnfailing(shop: ShopLab, { naiveCalls }: SourcesPlan, step: Step) {
  step('returns of a TikTok shop')
  const returns = await shop.copyReturns()
  step('orders of a TikTok shop, nothing fails')
  const clean = await shop.copyOrders(0)
  step('naive calls')
  const naive = await readNaively(shop.vendor.opening, pageSize, naiveCalls)
  return { returns, clean, naive }
}

async function copyFailing(shop: ShopLab, { failing, changed, removed }: SourcesPlan, step: Step, lab: Lab) {
  await shop.copyReturns()
  step('orders of a TikTok shop, calls fail')
  const copy = lab.kept('calls fail', await shop.copyOrders(failing.copy))
  step('an incremental run')
  const incremental = lab.kept('incremental run', await shop.sync(changed))
  step('a full run over the copy, calls fail')
  await shop.vendor.ask({ kind: 'remove', orders: removed })
  const resync = lab.kept('full run over it', await shop.copyOrders(failing.resync))
  return { copy, incremental, resync }
}
