import { memoryAfterCollection } from '../lab/memory.ts'
import { median, percentile, timings } from '../lab/timing.ts'
import { digestOf, type Answer } from './answer.ts'
import { peerOf, type ContestantName } from './contestants.ts'
import { everyRow, questionKinds, questionOf, type QuestionKind } from './questions.ts'
import type { Figures } from './results.ts'

/*
 * A process of its own that loads what a contestant has stored, answers, and tells its parent what it measured:
 * node --expose-gc peerProcess.ts CONTESTANT STORED BESIDES CHECKOUT SAMPLES
 */

const [name = '', stored = '', besides = '', checkout = '', samples = ''] = process.argv.slice(2)
const place = { stored, besides, checkout }
// The parent names one of them.
const peer = await peerOf(name as ContestantName)
const open = await peer.ready(place)
const empty = await memoryAfterCollection()

const startedMs = performance.now()
const engine = await open()
const everyRowFound = digestOf(await engine.answer(everyRow))
const loadMs = performance.now() - startedMs
const given = new Map<QuestionKind, Answer[]>()
for (const kind of questionKinds) given.set(kind, [await engine.answer(questionOf(kind, 0))])
const onceMs = performance.now() - startedMs

const answers: Record<string, Figures['answers'][string]> = {}
for (const [kind, all] of given) {
  const ms = await timings(Number(samples), async (i) => all.push(await engine.answer(questionOf(kind, i + 1))))
  answers[kind] = { p50: median(ms), p99: percentile(ms, 0.99), digests: all.map(digestOf) }
}
given.clear()
const full = await memoryAfterCollection()
await engine.close()
const figures: Figures = {
  loadMs,
  onceMs,
  rss: full.rss - empty.rss,
  kept: full.kept - empty.kept,
  everyRow: everyRowFound,
  answers,
  billed: peer.billed === null ? null : await peer.billed(place),
}
process.send?.(figures)
if (process.connected) process.disconnect()
