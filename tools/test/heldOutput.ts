import { PassThrough, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'

/** Output that waits while something else is being shown. */
export interface HeldOutput {
  readonly stream: Writable
  /** Shows what has come so far, and what comes from now on at once. */
  release(): void
  /** Says that nothing comes any more, and waits until all of it has been shown. */
  end(): Promise<void>
}

/** Output to `target` that is held until it is released. */
export function holdOutput(target: Writable): HeldOutput {
  const stream = new PassThrough({ highWaterMark: 64_000_000 })
  return {
    stream,
    release: () => void stream.pipe(target, { end: false }),
    end: async () => {
      await finished(stream.end())
      // What was passed on may still be on its way.
      await new Promise<void>((resolve) => target.write('', () => resolve()))
    },
  }
}
