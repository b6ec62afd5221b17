import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { KindLatency, LatencyResult } from '../results.ts'
import { openDirect } from '../rivals/direct.ts'
import { openJsonCache } from '../rivals/jsonCache.ts'
import { openTidemarkPages } from '../tidemark/contestant.ts'
import { timeAll, type Shown } from './inProcess.ts'
import { questionKinds, type PageKind, type QuestionKind } from './kinds.ts'
import { timeOverHttp } from './overHttp.ts'
import type { Sampling } from './samples.ts'

export interface LatencyPlan {
  readonly warm: Sampling
  readonly cold: Sampling
  /** Cold instances over HTTP are processes, which take a second each. */
  readonly coldOverHttp: Sampling
}

/** In between, an admin looks at the page: long enough for a warm instance to have to look at the head again. */
const restMs = 60_000

/** These mean the same orders to everybody: totals across currencies, names with accents and searches do not. */
const comparable: readonly PageKind[] = ['firstPage', 'pageTen', 'statusFilter', 'datesAndStatus']

/** Who keeps nothing between two answers needs no rest; nor does who is asked within the head's time to live. */
function noRest(): void {}

/** Times every kind of question on a store that has just been synced, one contestant after another. */
export async function measureLatency(
  projectId: string,
  plan: LatencyPlan,
  onProgress: (who: string) => void,
): Promise<LatencyResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  // It stands but for the rests, so that a warm instance stays within its head's time to live.
  const clock = new VirtualClock()
  const { warm, cold } = plan
  try {
    onProgress('Tidemark')
    const open = () => openTidemarkPages(connect(projectId), clock)
    const tidemark = await timeAll({ open, warm, cold, rest: noRest })
    const rested = await timeAll({ open, warm, cold: { ...cold, most: 1 }, rest: () => clock.pass(restMs) })
    onProgress('the functions over HTTP')
    const overHttp = await timeOverHttp(projectId, { warm, cold: plan.coldOverHttp })
    onProgress('direct queries')
    const direct = await timeAll({ open: () => openDirect(connect(projectId)), warm, cold, rest: noRest })
    onProgress('the JSON file')
    let files = 0
    const openFile = () => openJsonCache(connect(projectId), join(folder, `${files++}.json`), true)
    const jsonCache = await timeAll({ open: openFile, warm, cold, rest: noRest })
    for (const { shown } of [direct, jsonCache]) assertSame(tidemark.shown, shown)
    const entries = questionKinds.map((kind): [QuestionKind, KindLatency] => [
      kind,
      {
        direct: direct.latency[kind],
        jsonCache: jsonCache.latency[kind],
        tidemark: tidemark.latency[kind],
        tidemarkAfterRest: rested.latency[kind],
        tidemarkOverHttp: overHttp[kind],
      },
    ])
    return Object.fromEntries(entries) as LatencyResult // One of each kind.
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is compared must be the same thing. */
function assertSame(ours: Shown, theirs: Shown): void {
  for (const kind of comparable) {
    if (ours[kind].join() !== theirs[kind].join()) {
      throw new Error(`The contestants show other orders for ${kind}: their times cannot be compared.`)
    }
  }
}
