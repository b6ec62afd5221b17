import { formatSeconds } from '../../tools/local/report.ts'

const everyMs = 5_000

/** Says on standard error what is under way: each step when it begins, and how far it is every few seconds. */
export interface Progress {
  /** A step begins; the function it returns says how far it is. */
  step(name: string): (done: number, all?: number) => void
}

export function progressOn(out: NodeJS.WriteStream): Progress {
  const startedMs = performance.now()
  const line = (text: string): void => {
    out.write(`[${formatSeconds(performance.now() - startedMs).padStart(8)}] ${text}\n`)
  }
  return {
    step: (name) => {
      line(name)
      let shownMs = performance.now()
      return (done, all) => {
        if (performance.now() - shownMs < everyMs) return
        shownMs = performance.now()
        line(`${name}: ${done.toLocaleString('en-US')}${all === undefined ? '' : ` of ${all.toLocaleString('en-US')}`}`)
      }
    },
  }
}
