import { formatCount } from '../../tools/local/report.ts'
import { questionKinds } from '../latency/kinds.ts'
import type { KindLatency, Results } from '../results.ts'
import { count, megabytes, ms, none } from './figures.ts'
import { kindNames, latencyNames } from './names.ts'
import { figure, markdownTable } from './table.ts'

export function latencyLines({ latencyByOrders }: Results): string[] {
  const who = Object.keys(latencyNames) as (keyof KindLatency)[] // Object.keys forgets the literal's keys.
  return [
    ...Object.entries(latencyByOrders).flatMap(([orders, latency]) => {
      const titles = [
        `${formatCount(Number(orders))} orders, ms`,
        ...who.flatMap((name) => [`${latencyNames[name]} p50`, 'p99', 'cold']),
      ]
      const rows = questionKinds.map((kind) => [
        kindNames[kind],
        ...who.flatMap((name) => {
          const times = latency[kind][name]
          return times === null ? [none, none, none] : [ms(times.warmP50), ms(times.warmP99), ms(times.coldP50)]
        }),
      ])
      return [...markdownTable(titles, rows), '']
    }),
    'Warm p50 and p99, and the p50 of cold instances. Direct: one query, without the count beside it; a search is by the',
    'beginning of an order number, another one each time. Tidemark: within the time to live of its head, so that a warm answer',
    'reads nothing; after a rest, it reads the head. Over HTTP: the deployed bundle in a process of its own, with verified',
    "tokens; cold from the process's start. The emulator scans the whole collection for a query, which Firestore does not: the",
    'small store is the fairer one to compare with.',
  ]
}

export function growthLines({ growth }: Results): string[] {
  const rows = Object.entries(growth).map(([orders, one]) => [
    count(Number(orders)),
    megabytes(one.memoryMB),
    megabytes(one.rssMB),
    ms(one.coldMs),
    ms(one.fetchMs),
    figure(`${(one.coldMs / one.fetchMs).toFixed(2)} ×`),
    ms(one.warmP50),
    ms(one.firstPageMs),
    count(one.firstPageReads),
    count(one.warmPageReads),
    count(one.fullViewReads),
    figure((one.headBytes / 1_000).toFixed(0)),
    count(one.segments),
    figure((one.segmentBytes / 1e6).toFixed(1)),
  ])
  const titles = [
    'orders', 'memory MB', 'RSS MB', 'cold load ms', 'fetch ms', 'ratio', 'warm p50 ms', 'first page ms', 'reads',
    'warm reads', 'reads of all', 'head KB', 'segments', 'MB',
  ] // prettier-ignore
  return [
    ...markdownTable(titles, rows),
    '',
    'Memory: what the view keeps (heap and external, after collection) once text to search and every order of sorting is',
    'built, above an instance that has only connected; RSS: by so much the process has grown then, for V8 keeps room for garbage.',
    'Cold load: a new process answers a question that goes through every row (an amount, with all facets); fetch: it merely',
    'fetches and decompresses the same segments, as many at a time. Warm: sorted by total, with a look at the head. The caches',
    'were written by the encoders alone, without the orders and their documents.',
    '',
    ...markdownTable(
      ['orders', 'first search ms', 'first sort by customer ms'],
      Object.entries(growth).map(([orders, one]) => [
        count(Number(orders)),
        ms(one.firstSearchMs),
        ms(one.firstSortMs),
      ]),
    ),
    '',
    'What an instance that has loaded every segment builds with the first question that needs it, once.',
  ]
}
