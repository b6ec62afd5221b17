import { loadavg } from 'node:os'

/** The machine's load average of the last five minutes: how many processes wanted to run, these ones and all others. */
export function recentLoad(): number {
  return loadavg()[1] ?? 0
}

/** The same of the last minute, for work that takes no longer. */
export function presentLoad(): number {
  return loadavg()[0] ?? 0
}

/** The value below which `share` (0 to 1) of the sorted values lie, by nearest rank; throws a RangeError without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('There is no percentile of nothing.')
  return value
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  if (low === undefined || high === undefined) throw new RangeError('There is no median of nothing.')
  return (low + high) / 2
}

/** Runs the work; returns its result and the milliseconds that it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { ms: performance.now() - started, value }
}

/** Runs the work `count` times, one after another; returns the milliseconds of each. */
export async function timings(count: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < count; i++) all.push((await timed(() => work(i))).ms)
  return all
}
