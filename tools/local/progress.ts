import { formatCount } from './report.ts'

/** Without a terminal, where a line cannot be written over, one line at most this often. */
const lineEveryMs = 1_000

export interface ProgressLine {
  show(done: number, total: number | null): void
  end(): void
}

/** A line such as `  copying: 800 of 2,000 orders` that moves in place on a terminal. */
export function progressLine(label: string, out: NodeJS.WriteStream = process.stdout, noun = 'orders'): ProgressLine {
  let shownAt = 0
  let isOpen = false
  return {
    show: (done, total) => {
      const text = `  ${label}: ${formatCount(done)} of ${total === null ? 'an unknown number of' : formatCount(total)} ${noun}`
      if (out.isTTY) {
        // Back to the line's start, and clear what was there.
        out.write(`\r\u001b[K${text}`)
        isOpen = true
      } else if (Date.now() - shownAt >= lineEveryMs) {
        out.write(`${text}\n`)
        shownAt = Date.now()
      }
    },
    end: () => {
      if (isOpen) out.write('\n')
    },
  }
}
