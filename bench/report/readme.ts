import type { CostResult, Results } from '../results.ts'
import { costLines, costNotes } from './cost.ts'

const opening = '<!-- bench:cost -->'
const closing = '<!-- /bench:cost -->'

/** Returns the README with the cost table between its marks, in place of what stood there. Throws where a mark is missing. */
export function withCost(readme: string, results: Results): string {
  const [before, rest] = parted(readme, opening)
  const [, after] = parted(rest, closing)
  const block = [opening, '', ...dayLines(results.costs), '', closing].join('\n')
  return `${before}${block}${after}`
}

/** A day of the smallest store: on a larger one not every view of the other contestants is run. */
function dayLines({ scenario }: CostResult): string[] {
  const [smallest] = Object.entries(scenario)
  if (smallest === undefined) throw new Error('The results hold no day to put into README.md.')
  const [orders, bills] = smallest
  return [...costLines(Number(orders), bills), ...costNotes({ scenario: { [orders]: bills } })]
}

/** What stands before and behind the only place of `mark`. */
function parted(text: string, mark: string): [before: string, behind: string] {
  const [before, behind, ...more] = text.split(mark)
  if (before === undefined || behind === undefined || more.length > 0) {
    throw new Error(`README.md must have ${mark} once: the benchmark writes its cost table there.`)
  }
  return [before, behind]
}
