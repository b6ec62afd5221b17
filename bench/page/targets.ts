import type { Target } from '../report/targets.ts'
import { threeDigits } from '../report/figures.ts'
import { median } from '../lab/timing.ts'
import { browserCaches, type PageResults } from './results.ts'
import { gzipBytesOf } from './scripts.ts'

const most = { rowMs: 1_000, answerToRowMs: 300, firstScriptBytes: 250_000, taskMs: 200 }

/** What the page promises, and what was measured. Times are the machine's; nothing fails by them. */
export function pageTargetsOf({ loads, scripts, actions }: PageResults): Target[] {
  const medians = (pick: (times: PageResults['loads']['cold']) => readonly number[]): number[] =>
    browserCaches.map((cache) => median(pick(loads[cache])))
  const toRow = medians(({ navigationToRow }) => navigationToRow)
  const afterAnswer = medians(({ answerToRow }) => answerToRow)
  const firstBytes = gzipBytesOf(scripts.first)
  const [worst] = Object.entries(actions)
    .map(([name, { longestTask }]) => ({ name, ms: Math.max(...longestTask) }))
    .toSorted((a, b) => b.ms - a.ms)
  return [
    {
      target: `first row at most ${most.rowMs / 1_000} s after the navigation, cold and warm (median)`,
      measured: toRow.map((ms) => `${threeDigits(ms)} ms`).join(', '),
      isMet: toRow.every((ms) => ms <= most.rowMs),
    },
    {
      target: `first row at most ${most.answerToRowMs} ms after listOrders' answer, cold and warm (median)`,
      measured: afterAnswer.map((ms) => `${threeDigits(ms)} ms`).join(', '),
      isMet: afterAnswer.every((ms) => ms <= most.answerToRowMs),
    },
    {
      target: `JavaScript until the first row: at most ${most.firstScriptBytes / 1_000} KB, compressed`,
      measured: `${threeDigits(firstBytes / 1_000)} KB`,
      isMet: firstBytes <= most.firstScriptBytes,
    },
    {
      target: `no task of the page longer than ${most.taskMs} ms, whatever is done`,
      measured: worst === undefined ? '–' : `${threeDigits(worst.ms)} ms (${worst.name})`,
      isMet: worst === undefined ? null : worst.ms <= most.taskMs,
    },
  ]
}
