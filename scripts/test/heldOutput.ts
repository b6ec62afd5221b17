import { PassThrough, type Writable } from 'node:stream'

/** Output that waits while something else is being shown. */
export interface HeldOutput {
  readonly stream: Writable
  /** Shows what has come so far, and what comes from now on at once. */
  release(): void
}

/** Output to `target` that is held until it is released. */
export function holdOutput(target: Writable): HeldOutput {
  const stream = new PassThrough({ highWaterMark: 64_000_000 })
  return { stream, release: () => void stream.pipe(target, { end: false }) }
}
