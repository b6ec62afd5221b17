import { formatCount } from '../../tools/local/report.ts'
import { count, megabytes, ms } from '../report/figures.ts'
import { section } from '../report/sections.ts'
import { markdownTable, type Cell } from '../report/table.ts'
import { contestantNames, contestants, type ContestantName } from './contestants.ts'
import { questionKinds, type QuestionKind } from './questions.ts'
import type { PeerResult, PeersResults, Times } from './results.ts'

const titles: Readonly<Record<QuestionKind, string>> = {
  firstPage: 'first page',
  status: 'status',
  totalPageTen: 'total, page ten',
  byCustomer: 'by customer',
  search: 'search',
  rareSearch: 'rare search (#12345)',
  facets: 'facets',
  revenueByDay: 'revenue by day',
}

/** The whole report as lines of Markdown that read well as plain text. */
export function peersReportLines(results: PeersResults): string[] {
  const { orders, samples, environment } = results
  const peers = contestantNames.flatMap((name) => {
    const result = results.peers[name]
    return result === undefined ? [] : [{ name, result }]
  })
  return [
    ...section(`${formatCount(orders)} orders in one process`, [
      ...peerTable(peers),
      '',
      ...notes(results),
      ...(environment.duckDb === null
        ? ['', 'DuckDB is not installed here and was left out: "npm run bench -- peers" without --quick installs it.']
        : []),
    ]),
    ...section('The slow answers', [
      ...markdownTable(
        ['ms', ...questionKinds.map((kind) => titles[kind])],
        peers.map(({ name, result }) => [contestants[name], ...timesOf(result, ({ p99 }) => p99)]),
      ),
      '',
      `The 99th percentile of ${formatCount(samples)} answers, the median of the processes.`,
    ]),
    ...section('What Firestore bills a new instance for', billedLines(peers)),
    ...section('Measured on', environmentLines(results)),
  ]
}

interface Named {
  readonly name: ContestantName
  readonly result: PeerResult
}

function peerTable(peers: readonly Named[]): string[] {
  const before = ['stored MB', 'all rows loaded', 'every query answered once', 'kept MB', "of it V8's MB"]
  return markdownTable(
    ['', ...before, ...questionKinds.map((kind) => titles[kind])],
    peers.map(({ name, result }) => [
      contestants[name],
      megabytes(result.storedBytes / 1e6),
      ms(result.loadMs),
      ms(result.onceMs),
      megabytes(result.rss / 1e6),
      megabytes(result.kept / 1e6),
      ...timesOf(result, ({ p50 }) => p50),
    ]),
  )
}

function timesOf({ answers }: PeerResult, of: (times: Times) => number): Cell[] {
  return questionKinds.map((kind) => ms(of(answers[kind])))
}

function notes({ runs, samples, compared }: PeersResults): string[] {
  return [
    `Milliseconds. Medians of ${runs} new process${runs === 1 ? '' : 'es'} each, which took turns; behind "kept", the medians of ${formatCount(samples)} warm answers to questions that differ.`,
    `The same rows, the same questions, and whole answers: the rows of a page and the number of all that match. All ${formatCount(compared)} answers of`,
    'each process are those of a reference that sorts all rows and goes through them, one after another, for each question.',
    '',
    'Stored: the files. Loaded: from opening them to an answer for which every row was looked at; code is imported before. Answered once:',
    'from the same beginning, with a question of each kind. Kept: by so much the process (RSS) has grown when garbage is collected at',
    "the end; V8's are heap and external memory, where the rows of Tidemark and of the array are, and not those of the databases.",
    '',
    'The others are spared work: texts to search and names to sort by are stored for them without case and accents, SQLite has an index for',
    'each question and room in its cache for the whole file, DuckDB uses every core, and the array keeps each order of sorting once it is made.',
    'None of them takes in changes here.',
  ]
}

function billedLines(peers: readonly Named[]): string[] {
  return [
    ...markdownTable(
      ['documents read', 'every row', 'a whole order number', 'first page'],
      peers.flatMap(({ name, result: { billed } }) =>
        billed === null
          ? []
          : [[contestants[name], count(billed.everyRow), count(billed.rareSearch), count(billed.firstPage)]],
      ),
    ),
    '',
    'Each by an instance that knows nothing yet, for one answer. A warm one reads the head when its time to live is over, else nothing.',
  ]
}

function environmentLines({ environment }: PeersResults): string[] {
  const { cpu, cores, memoryGB, node, sqlite, duckDb, date, mode, seconds } = environment
  const engines = [`SQLite ${sqlite}`, ...(duckDb === null ? [] : [`DuckDB ${duckDb}`])]
  return [
    `${cpu}, ${cores} cores, ${memoryGB} GB; Node ${node}; ${engines.join('; ')}.`,
    `${date.slice(0, 10)}, a ${mode} run of ${seconds} s. Orders are seeded.`,
  ]
}
