import { formatCount } from '../../tools/local/report.ts'
import { percent, threeDigits } from '../report/figures.ts'
import type { Target } from '../report/targets.ts'
import { fullPages, idealMs } from './ideal.ts'
import type { ShopCopy, SourcesResults } from './results.ts'

/** The shop that the targets of time and the share of failures are about. */
const named = { orders: 314_000, failing: 0.02 }
/** A smaller window is mostly its first and last page. */
const fewestPages = 100
const most = { calls: 1.03, clean: 1.15, failing: 1.3, incremental: 3 }

/** Returns the targets for a vendor's shop, with what was measured. Times are the machine's; nothing fails by them. */
export function sourcesTargetsOf(results: SourcesResults): Target[] {
  const { clean, failing } = results.copies
  return [
    copiedTarget('nothing fails: every order copied, none doubled', clean, results.orders, 0),
    copiedTarget('calls fail: every order copied, none doubled', failing, results.orders, 0),
    copiedTarget(
      `${formatCount(results.removed)} orders gone, calls fail: these deleted and no other`,
      results.resync,
      results.orders - results.removed,
      results.removed,
    ),
    wayTarget(failing),
    callTarget('nothing fails', clean, results),
    callTarget('calls fail', failing, results),
    timeTarget('nothing fails', clean, most.clean, results),
    timeTarget('calls fail', failing, most.failing, results),
    {
      target: `an incremental run of ${results.incremental.changed} changes: at most ${most.incremental} calls`,
      measured: `${results.incremental.calls} calls, ${results.incremental.updated} updated`,
      isMet:
        results.incremental.calls <= most.incremental && results.incremental.updated === results.incremental.changed,
    },
  ]
}

function copiedTarget(target: string, copy: ShopCopy | null, expected: number, removed: number): Target {
  if (copy === null) return { target, measured: '–', isMet: null }
  const { cache, deleted } = copy
  const { orders, ...faults } = cache
  const wrong = Object.entries(faults).filter(([, count]) => count !== 0)
  const told = wrong.map(([name, count]) => `${formatCount(count)} ${name}`)
  const measured = [formatCount(orders), ...(removed > 0 ? [`${formatCount(deleted)} deleted`] : []), ...told]
  const isMet = wrong.length === 0 && orders === expected && deleted === removed
  return { target, measured: measured.join(', '), isMet }
}

function wayTarget({ calls }: ShopCopy): Target {
  const times = Object.values(calls.byWay)
  const came = times.filter((count) => count > 0).length
  return {
    target: 'calls fail: in every way',
    measured: `${came} of ${times.length}`,
    isMet: came === times.length,
  }
}

function callTarget(when: string, { calls, failing }: ShopCopy, { orders, pageSize }: SourcesResults): Target {
  const pages = fullPages(orders, pageSize)
  const share = calls.successful / pages
  return {
    target: `${when}: successful calls at most 3 % above orders ÷ page size`,
    measured: `${formatCount(calls.successful)} of ${formatCount(pages)} (${percent(share - 1)})`,
    isMet: pages < fewestPages || failing > named.failing ? null : share <= most.calls,
  }
}

function timeTarget(when: string, copy: ShopCopy, limit: number, results: SourcesResults): Target {
  const ratio = copy.ms / leastMs(copy, results)
  return {
    target: `${when}: at most ${limit} × the longer of reading and the copy from Firestore`,
    measured: `${threeDigits(ratio)} ×`,
    // A small copy is mostly its start: it tells nothing of a large one.
    isMet: results.orders < named.orders || copy.failing > named.failing ? null : ratio <= limit,
  }
}

/** The milliseconds that a copy takes at least: it reads no faster than calls allow, and writes no faster than from Firestore. */
export function leastMs(copy: ShopCopy, results: SourcesResults): number {
  return Math.max(readingMs(copy, results), results.fromFirestore.ms)
}

/** The milliseconds that its calls take where as many as may are always under way. */
export function readingMs({ calls }: ShopCopy, { latencyMs, callsAtOnce }: SourcesResults): number {
  return idealMs({ calls: calls.all, latencyMs, heldMs: calls.heldMs, atOnce: callsAtOnce })
}
