import { formatCount, formatSeconds } from '../../tools/local/report.ts'
import type { Target } from '../report/targets.ts'
import { isRight } from './factCheck.ts'
import { changeCount } from './plan.ts'
import { streamsOfTable } from './rebuildLists.ts'
import type { SquareResults } from './results.ts'

/** The time that a shop wanted instead of the minutes of a rebuilding, in milliseconds. */
const wantedMs = 60_000

/** Returns the targets for a merchant, with what was measured. Times are the machine's; nothing fails by them. */
export function squareTargetsOf(results: SquareResults): Target[] {
  const { incremental, quiet, lists, rebuilt } = results
  const right = Object.values(lists).filter(isRight).length
  const wrong = Object.entries(streamsOfTable).filter(([table, streams]) => {
    return rebuilt[table] !== streams.reduce((sum, stream) => sum + (lists[stream]?.expected.rows ?? 0), 0)
  })
  return [
    {
      target: 'every list of Tidemark has the rows, the sums and the members that the vendor has',
      measured: `${right} of ${Object.keys(lists).length} lists`,
      isMet: right === Object.keys(lists).length,
    },
    {
      target: 'the rebuilt cache has as many documents as the vendor has records',
      measured: wrong.length === 0 ? 'all collections' : `not ${wrong.map(([table]) => table).join(', ')}`,
      isMet: wrong.length === 0,
    },
    {
      target: `a run of ${changeCount(results.changes)} changes within 60 s`,
      measured: `${formatSeconds(incremental.ms)}, ${formatCount(incremental.brought)} records brought`,
      isMet: incremental.ms <= wantedMs && incremental.brought > 0,
    },
    {
      target: 'a run that finds nothing within 60 s, and brings nothing',
      measured: `${formatSeconds(quiet.ms)}, ${formatCount(quiet.brought)} records brought`,
      isMet: quiet.ms <= wantedMs && quiet.brought === 0,
    },
  ]
}
