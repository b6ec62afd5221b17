import { formatCount } from '../../tools/local/report.ts'
import { writeCache, type StoredCache } from '../growth/store.ts'
import { resultOf } from '../lab/child.ts'
import { openingMs } from '../lab/clock.ts'
import { connect, freshProject } from '../lab/databases.ts'
import type { Lab } from '../lab/lab.ts'
import { median } from '../lab/timing.ts'
import type { SearchPlan } from './plan.ts'
import { questionNames, type Question } from './questions.ts'
import { figuresSchema, type Answers, type Figures, type SearchResults, type StreamResult } from './results.ts'
import { searchedStreams, streamNames, type SearchedStream } from './streams.ts'

/** Measures searches over the same orders, declared in both ways; their processes take turns. */
export async function runSearch(lab: Lab, { orders, runs, samples }: SearchPlan): Promise<SearchResults> {
  const step = (name: string): void => void lab.progress.step(`${formatCount(orders)} orders: ${name}`)
  return lab.withEmulator(async () => {
    const stores = new Map<SearchedStream, { projectId: string; stored: StoredCache; figures: Figures[] }>()
    for (const name of streamNames) {
      step(`a cache is written, ${name}`)
      const projectId = freshProject()
      const db = connect(projectId)
      const stored = await writeCache(db, orders, () => {}, openingMs, searchedStreams[name])
      await db.terminate()
      stores.set(name, { projectId, stored, figures: [] })
    }
    for (let i = 0; i < runs; i++) {
      for (const [name, { projectId, figures }] of stores) {
        step(`searches, ${name} (${i + 1} of ${runs})`)
        const process = new URL('searchProcess.ts', import.meta.url)
        const found = await resultOf(process, [projectId, name, String(samples)], ['--expose-gc'])
        figures.push(figuresSchema.parse(found))
      }
    }
    const results = [...stores].map(([name, { stored, figures }]) => [name, resultFor(stored, figures)] as const)
    const streams = Object.fromEntries(results) as Record<SearchedStream, StreamResult> // One for each name.
    return { environment: lab.environment(), orders, runs, streams }
  })
}

function resultFor({ segments, segmentBytes }: StoredCache, figures: readonly Figures[]): StreamResult {
  const medianOf = (name: 'loadMs' | 'reads' | 'firstSearchMs' | 'memory'): number =>
    median(figures.map((one) => one[name]))
  const answers = questionNames.map((question): [Question, Answers] => {
    const all = figures.flatMap((one) => one.answers[question] ?? [])
    return [
      question,
      {
        p50: median(all.map(({ p50 }) => p50)),
        p99: median(all.map(({ p99 }) => p99)),
        found: median(all.map(({ found }) => found)),
      },
    ]
  })
  return {
    segments,
    segmentBytes,
    loadMs: medianOf('loadMs'),
    reads: medianOf('reads'),
    firstSearchMs: medianOf('firstSearchMs'),
    memory: medianOf('memory'),
    answers: Object.fromEntries(answers) as Record<Question, Answers>, // One for each name.
  }
}
