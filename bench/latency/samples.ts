import { median, percentile, timed } from '../lab/timing.ts'
import type { Latency } from '../results.ts'

/** How many answers to take: at most `most`, and, once there are `least`, none beyond `budgetMs` altogether. */
export interface Sampling {
  readonly least: number
  readonly most: number
  readonly budgetMs: number
}

/** How long each answer takes, in milliseconds; it is told its number, from 1. `prepare` comes before each and is not measured. */
export async function sample(
  { least, most, budgetMs }: Sampling,
  answer: (i: number) => Promise<unknown>,
  prepare: () => void | Promise<void> = () => {},
): Promise<number[]> {
  const all: number[] = []
  let spentMs = 0
  while (all.length < most && (all.length < least || spentMs < budgetMs)) {
    await prepare()
    const { ms } = await timed(() => answer(all.length + 1))
    spentMs += ms
    all.push(ms)
  }
  return all
}

export function latencyOf(warm: readonly number[], cold: readonly number[]): Latency {
  return {
    warmP50: median(warm),
    warmP99: percentile(warm, 0.99),
    coldP50: median(cold),
    warmSamples: warm.length,
    coldSamples: cold.length,
  }
}
