import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { projectRoot, workFolder } from '../../cli/paths.ts'
import { formatCount } from '../../tools/local/report.ts'
import { resultOf } from '../lab/child.ts'
import type { Lab } from '../lab/lab.ts'
import { median } from '../lab/timing.ts'
import { readMachine } from '../report/environment.ts'
import { assertSameAnswers } from './check.ts'
import { contestantNames, contestants, peerOf, type ContestantName } from './contestants.ts'
import { installedDuckDb } from './duckdb/install.ts'
import type { Place } from './peer.ts'
import type { PeersPlan } from './plan.ts'
import { questionKinds, type QuestionKind } from './questions.ts'
import { referenceDigests, type Digests } from './reference.ts'
import { figuresSchema, type Figures, type PeerResult, type PeersResults, type Times } from './results.ts'
import { peerRowsOf } from './rows.ts'

/** Somebody who takes part, and what its processes found. */
interface Entry {
  readonly name: ContestantName
  readonly place: Place
  readonly figures: Figures[]
}

/** Measures all contestants over the same orders, their processes in turns. `before`: the folder of another checkout, or null. */
export async function runPeers(lab: Lab, plan: PeersPlan, before: string | null): Promise<PeersResults> {
  mkdirSync(workFolder, { recursive: true })
  const folder = mkdtempSync(join(workFolder, 'peers-'))
  try {
    return await lab.unlessInterrupted(() => measuredIn(folder, lab, plan, before))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measuredIn(folder: string, lab: Lab, plan: PeersPlan, before: string | null): Promise<PeersResults> {
  const startedMs = performance.now()
  const { mode, orders, runs, samples } = plan
  const step = (name: string): void => void lab.progress.step(`${formatCount(orders)} orders: ${name}`)
  const entries = entrantsOf(before).map((name) => entryIn(folder, name, before))
  const right = await prepare(entries, plan, step)
  let compared = 0
  for (let i = 0; i < runs; i++) {
    for (const entry of entries) {
      step(`${contestants[entry.name]} answers (${i + 1} of ${runs})`)
      compared = await measure(entry, samples, right)
    }
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  const versions = { sqlite: process.versions.sqlite ?? 'unknown', duckDb: installedDuckDb() }
  return {
    environment: { ...readMachine(), mode, seconds, ...versions },
    orders,
    runs,
    samples,
    compared,
    peers: Object.fromEntries(entries.map((entry) => [entry.name, resultFor(entry)])),
  }
}

/** Lets everybody store the rows, which are gone when this ends, and returns the right answers. */
async function prepare(
  entries: readonly Entry[],
  { orders, samples }: PeersPlan,
  step: (name: string) => void,
): Promise<Digests> {
  step('the rows')
  const rows = peerRowsOf(orders)
  for (const { name, place } of entries) {
    step(`${contestants[name]} stores them`)
    await (await peerOf(name)).store(place, rows)
  }
  step('the right answers')
  return referenceDigests(rows, samples + 1)
}

/** Returns the contestants that can be measured on this machine. */
function entrantsOf(before: string | null): ContestantName[] {
  const absent = new Set<ContestantName>([
    ...(before === null ? (['before'] as const) : []),
    ...(installedDuckDb() === null ? (['duckDb', 'parquet'] as const) : []),
  ])
  return contestantNames.filter((name) => !absent.has(name))
}

function entryIn(folder: string, name: ContestantName, before: string | null): Entry {
  const [stored, besides] = [join(folder, name, 'stored'), join(folder, name, 'besides')]
  for (const path of [stored, besides]) mkdirSync(path, { recursive: true })
  return { name, place: { stored, besides, checkout: name === 'before' ? (before ?? '') : projectRoot }, figures: [] }
}

/** Lets a new process answer, and returns the number of its answers that were compared. */
async function measure(
  { name, place: { stored, besides, checkout }, figures }: Entry,
  samples: number,
  right: Digests,
): Promise<number> {
  const process = new URL('peerProcess.ts', import.meta.url)
  const found = await resultOf(process, [name, stored, besides, checkout, String(samples)], ['--expose-gc'])
  const parsed = figuresSchema.parse(found)
  figures.push(parsed)
  return assertSameAnswers(contestants[name], parsed, right)
}

function resultFor({ place, figures }: Entry): PeerResult {
  const medianOf = (name: 'loadMs' | 'onceMs' | 'rss' | 'kept'): number => median(figures.map((one) => one[name]))
  const answers = questionKinds.map((kind): [QuestionKind, Times] => {
    const all = figures.flatMap((one) => one.answers[kind] ?? [])
    return [kind, { p50: median(all.map(({ p50 }) => p50)), p99: median(all.map(({ p99 }) => p99)) }]
  })
  return {
    storedBytes: readdirSync(place.stored).reduce((sum, file) => sum + statSync(join(place.stored, file)).size, 0),
    loadMs: medianOf('loadMs'),
    onceMs: medianOf('onceMs'),
    rss: medianOf('rss'),
    kept: medianOf('kept'),
    billed: figures[0]?.billed ?? null,
    answers: Object.fromEntries(answers) as Record<QuestionKind, Times>, // One for each kind.
  }
}
