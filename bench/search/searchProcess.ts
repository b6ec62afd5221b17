import { readConfig } from '../../functions/src/config.ts'
import { headRef } from '../../functions/src/cache/paths.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { CacheReader } from '../../functions/src/query/store/reader.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import { memoryAfterCollection } from '../lab/memory.ts'
import { median, percentile, timed, timings } from '../lab/timing.ts'
import { pipeline } from '../tidemark/instance.ts'
import { questionNames, questions } from './questions.ts'
import type { Answers, Figures } from './results.ts'
import { searchedStreams, type SearchedStream } from './streams.ts'

/*
 * A process of its own that loads a cache as a new instance would, searches it, and tells its parent what it measured:
 * node --expose-gc searchProcess.ts PROJECT STREAM SAMPLES
 */

const [projectId = '', name = '', samples = ''] = process.argv.slice(2)
const client = connect(projectId)
const { db, counts } = countedClient(client)
const clock = new VirtualClock()
// The parent names one of them.
const reader = new CacheReader(db, searchedStreams[name as SearchedStream], [pipeline], readConfig({}).reader, clock)
const search = async (text: string) => (await listOrders(reader, { filter: { search: text } }, clock)).total

await headRef(db, 'nothing').get()
const { kept: empty } = await memoryAfterCollection()
const before = counts.reads
// Some orders of each segment cost less and some more, so that every row is looked at.
const load = await timed(() => listOrders(reader, { filter: { totalMin: 5_000 } }, clock))
const reads = counts.reads - before
const first = await timed(() => search('nothing at all'))
const { kept: full } = await memoryAfterCollection()
const answers: Record<string, Answers> = {}
for (const question of questionNames) {
  let found = 0
  const ms = await timings(Number(samples), async (i) => (found += await search(questions[question](i))))
  answers[question] = { p50: median(ms), p99: percentile(ms, 0.99), found }
}
const figures: Figures = { loadMs: load.ms, reads, firstSearchMs: first.ms, memory: full - empty, answers }
process.send?.(figures)
await client.terminate()
process.disconnect()
