import { instantFromMs, type Instant } from '../../../functions/src/lib/instant.ts'

/** A clock that only sleeping moves, and reading by a nanosecond's worth: so moments differ. */
export class TestClock {
  ms: number
  readonly slept: number[] = []
  readonly random = (): number => 0.5
  constructor(ms = Date.UTC(2026, 6, 1)) {
    this.ms = ms
  }

  readonly now = (): number => this.ms

  readonly sleep = async (ms: number): Promise<void> => {
    this.slept.push(ms)
    this.ms += ms
  }

  /** Each moment is a millisecond behind the one before. */
  readonly instant = (): Instant => instantFromMs((this.ms += 1))
}
