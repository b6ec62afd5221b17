/** 1, 2, 5, 10, 20, 50 ... from 10^`from` up to 10^`to`: marks that people count by. */
function decimalSteps(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => [1, 2, 5].map((n) => Number(`${n}e${from + i}`))).flat()
}

/** For what comes in whole numbers: orders, minor units. */
export const wholeSteps: readonly number[] = decimalSteps(0, 15)

/** For US dollars of a bill, which begin at millionths. */
export const dollarSteps: readonly number[] = decimalSteps(-8, 6)

const [secondMs, minuteMs, hourMs] = [1_000, 60_000, 3_600_000]

/** For durations in milliseconds: seconds, minutes and hours are not decimal. */
export const durationSteps: readonly number[] = [
  ...decimalSteps(2, 3),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minuteMs),
  ...[1, 2, 6, 12, 24, 48].map((n) => n * hourMs),
]

/** Above the largest value so much of the height stays free. */
const headroom = 0.06

/** What the vertical axis spans. A bar has the length of its amount, so zero is always in it. */
export function axisRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0)
  const high = Math.max(0, max ?? 0)
  if (low === high) return [0, 1]
  const free = (high - low) * headroom
  return [low === 0 ? 0 : low - free, high === 0 ? 0 : high + free]
}
