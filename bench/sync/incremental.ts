import { countedClient } from '../../tools/local/countedClient.ts'
import type { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { BenchShop } from '../lab/shop.ts'
import { median, timed } from '../lab/timing.ts'
import type { SyncResult } from '../results.ts'
import { openTidemark } from '../tidemark/instance.ts'

/** Runs lie so far apart, in milliseconds. */
const everyMs = 900_000

/**
 * What incremental runs of so many changes cost: each figure is the median of `runs`. Changes come evenly between two runs;
 * after each measured run a quiet one follows, so that none reads another's changes again within the lookback.
 */
export async function measureIncremental(
  projectId: string,
  shop: BenchShop,
  clock: VirtualClock,
  changes: readonly number[],
  runs: number,
): Promise<SyncResult['incremental']> {
  const client = connect(projectId)
  const { db, counts } = countedClient(client)
  const tidemark = openTidemark(db, clock)
  const runAfter = async (changed: number) => {
    const step = everyMs / (changed + 1)
    const times = Array.from({ length: changed }, (_, i) => Math.floor(clock.now() + (i + 1) * step))
    await shop.write(shop.change(times))
    clock.pass(everyMs)
    const before = { ...counts }
    const { ms, value } = await timed(() => tidemark.sync())
    if (value.updated !== changed) throw new Error(`A run found ${value.updated} of ${changed} changes.`)
    return { ms, reads: counts.reads - before.reads, writes: counts.writes - before.writes }
  }
  const result: Record<string, { ms: number; reads: number; writes: number }> = {}
  for (const changed of changes) {
    const bills: Awaited<ReturnType<typeof runAfter>>[] = []
    for (let i = 0; i < runs; i++) {
      // Nothing has changed since the run before, and the lookback's changes are read once more.
      await runAfter(0)
      bills.push(await runAfter(changed))
    }
    await runAfter(0)
    result[changed] = {
      ms: median(bills.map(({ ms }) => ms)),
      reads: median(bills.map(({ reads }) => reads)),
      writes: median(bills.map(({ writes }) => writes)),
    }
  }
  await client.terminate()
  return result
}
