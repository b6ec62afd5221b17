import { dollarsOf, formatDollars } from '../../functions/src/contract/prices.ts'
import { functionPriceNote } from '../../tools/local/functionPrices.ts'
import { formatCount } from '../../tools/local/report.ts'
import { isWithin } from '../busy/bounds.ts'
import type { BusyStretch, CostResult, FeedDay, FunctionDay, RunsBill } from '../results.ts'
import { count, none, threeDigits } from './figures.ts'
import { figure, markdownTable, type Cell } from './table.ts'

const functionNames: Readonly<Record<keyof FeedDay, string>> = {
  onOrderWritten: 'the trigger, `onOrderWritten`',
  requestedSync: 'requested runs, `requestedSync`',
  syncOrders: 'scheduled runs, `syncOrders`',
}

/** What the day of the default configuration asks of the functions that keep the cache, and what is billed for them. */
export function functionLines(orders: number, day: FeedDay): string[] {
  const rows = Object.entries(day).map(([name, one]) => rowOf(functionNames[name as keyof FeedDay], one))
  const functions = Object.values(day)
  const sum = (value: (one: FunctionDay) => number): number => functions.reduce((all, one) => all + value(one), 0)
  const dollars = figure(formatDollars(sum((one) => one.dollars)))
  const total: Cell[] = [
    'all',
    count(sum(({ calls }) => calls)),
    count(sum(({ reads }) => reads)),
    count(sum(({ writes }) => writes)),
    figure(formatDollars(sum(dollarsOf))),
    figure(threeDigits(sum(({ seconds }) => seconds))),
    figure(threeDigits(sum(({ billedSeconds }) => billedSeconds))),
    '',
    dollars,
  ]
  const title = `${formatCount(orders)} orders, the default's day`
  const titles = [title, 'calls', 'reads', 'writes', 'Firestore $', 'seconds', 'billed s', 'memory', 'functions $']
  return [...markdownTable(titles, [...rows, total]), '']
}

function rowOf(name: string, { calls, reads, writes, memory, seconds, billedSeconds, dollars }: FunctionDay): Cell[] {
  return [
    name,
    count(calls),
    count(reads),
    count(writes),
    figure(formatDollars(dollarsOf({ reads, writes }))),
    figure(threeDigits(seconds)),
    figure(threeDigits(billedSeconds)),
    memory,
    figure(formatDollars(dollars)),
  ]
}

export const functionNotes: readonly string[] = [
  'Seconds of functions are the wall time of each call, measured inside one warm process on the emulator; a network and cold ' +
    'starts are not in them. Billed: each call by itself, rounded up to 100 ms, though an instance serves several at once. ' +
    `One vCPU each, memory as in the functions' options. Prices: ${functionPriceNote}; without the free tier, and in no ` +
    'dollars of the tables above. Full runs and pages, and the queue, are left out.',
]

/** What a changed order costs a shop at each pace, beside what invariant 13 allows. */
export function busyLines({ orders, stretches }: CostResult['busyShop']): string[] {
  const titles = [
    `a busy shop of ${formatCount(orders)} orders`, 'changes', 'requested runs', 'reads a change', 'at most',
    'writes a change', 'at most', 'scheduled runs', 'their reads', 'at most', 'within',
  ] // prettier-ignore
  return [
    ...markdownTable(titles, stretches.map(stretchCells)),
    '',
    'Counted on the wire; each run reports the same. Reads and writes a change are those of requested runs, beside the write of ' +
      'the report. At most: what invariant 13 allows. A third of the changes are new orders, which the scheduled window holds ' +
      'as well; imported orders are all new, those that follow them are changes of old ones.',
  ]
}

function stretchCells({ name, changes, requested, scheduled }: BusyStretch): Cell[] {
  const each = (value: number): Cell =>
    requested.brought === 0 ? none : figure((value / requested.brought).toFixed(2))
  const ofScheduled = (value: number): Cell => (scheduled.runs === 0 ? none : count(value))
  return [
    name,
    count(changes),
    count(requested.runs),
    each(requested.reads),
    each(requested.most.reads),
    each(requested.writes),
    each(requested.most.writes),
    count(scheduled.runs),
    ofScheduled(scheduled.reads),
    ofScheduled(scheduled.most.reads),
    isStretchWithin({ requested, scheduled }) ? 'yes' : 'NO',
  ]
}

export function isStretchWithin(stretch: Readonly<Record<'requested' | 'scheduled', RunsBill>>): boolean {
  return isWithin(stretch.requested) && isWithin(stretch.scheduled)
}
