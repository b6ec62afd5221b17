import type { Results } from '../results.ts'
import { costReport } from './sections.ts'

const opening = '<!-- bench:cost -->'
const closing = '<!-- /bench:cost -->'

/** The README with what the days cost between its marks, in place of what stood there. Throws where a mark is missing. */
export function withCost(readme: string, results: Results): string {
  const [before, rest] = parted(readme, opening)
  const [, after] = parted(rest, closing)
  const block = [opening, '', ...costReport(results.costs), '', closing].join('\n')
  return `${before}${block}${after}`
}

/** What stands before and behind the only place of `mark`. */
function parted(text: string, mark: string): [before: string, behind: string] {
  const [before, behind, ...more] = text.split(mark)
  if (before === undefined || behind === undefined || more.length > 0) {
    throw new Error(`README.md must have ${mark} once: the benchmark writes its cost table there.`)
  }
  return [before, behind]
}
