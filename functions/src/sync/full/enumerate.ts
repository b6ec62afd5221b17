import { failureOf } from '../../lib/failure.ts'
import type { EnumerationPage, Inputs } from '../../model/source.ts'
import type { Committer } from '../commit/committer.ts'
import { preparedPages } from '../commit/pages.ts'
import { resumingPages } from '../commit/resume.ts'
import type { Run } from '../commit/run.ts'
import { silent, type Step } from '../commit/step.ts'
import { isCheckpointDue, saved, withFailures, withPage, withPartRead, type FullProgress } from './fullProgress.ts'
import type { AllRows } from './knownRows.ts'
import { phaseBehind, type PhaseResult } from './phases.ts'

/** A page of one part; behind its last one comes an empty one that says so. */
type PartPage = EnumerationPage & { readonly part: string; readonly isEnd: boolean }
type Enumerated = PhaseResult<'enumerate', FullProgress>

/**
 * Enumerates what is left of the source, its parts side by side and their pages committed one behind the other.
 */
export async function enumerate(committer: Committer, before: FullProgress, rows: AllRows): Promise<Enumerated> {
  const total = new ExpectedTotal(before.state.total)
  const counting = total.ask(committer.run)
  try {
    return await copyParts(committer, before, rows, total)
  } finally {
    await counting
  }
}

async function copyParts(
  committer: Committer,
  start: FullProgress,
  rows: AllRows,
  total: ExpectedTotal,
): Promise<Enumerated> {
  const { run } = committer
  const { source } = run.context
  const inputs = await run.inputs()
  const unread = start.state.parts.filter(({ isRead }) => !isRead)
  const streams = unread.map(({ name, cursor }) => pagesOf(run, inputs, name, cursor))
  const pages = preparedPages(
    committer,
    { streams, atOnce: source.partsAtOnce },
    rows,
    ({ isPausePoint }) => isPausePoint,
  )
  const save = (reached: FullProgress): Step<FullProgress> => saved(total.toldIn(reached))
  let progress = start
  for await (const item of pages) {
    if (item === 'deadline') return { progress: await committer.applyOutcomes([], progress, save), event: 'deadline' }
    for (const page of item.pages) if (!page.isEnd) run.countPage(page)
    // The cursors stand behind the pages, so only their last commit saves them; what the others wrote is found unchanged
    // when a crash makes it come again (invariant 6).
    progress = await committer.applyRecords(
      item.records,
      rows,
      progress,
      (reached, { outcomes, isLast, hasWrites }) => {
        const noted = withFailures(reached, outcomes)
        if (!isLast) return silent(noted)
        const passed = item.pages.reduce(
          (before, page) => (page.isEnd ? withPartRead(before, page.part) : withPage(before, source, page.part, page)),
          noted,
        )
        return hasWrites || isCheckpointDue(passed) ? save(passed) : silent(passed)
      },
    )
  }
  const done = { ...progress, state: { ...progress.state, phase: phaseBehind('enumerate', 'enumerated') } }
  return { progress: await committer.applyOutcomes([], done, save), event: 'enumerated' }
}

/** Yields the pages that are left of a part, and behind them an empty one that marks its end. */
async function* pagesOf(
  { context, lease }: Run,
  inputs: Inputs,
  part: string,
  start: string | null,
): AsyncGenerator<PartPage> {
  const { source, settings, clock } = context
  const pages = resumingPages(
    (after: string | null) => source.enumerate(part, after ?? start, settings.fullPageSize, inputs),
    (page) => page.cursor,
    clock,
  )
  let cursor = start ?? ''
  for await (const page of pages) {
    cursor = page.cursor
    yield { ...page, part, isEnd: false }
  }
  const nothing = { records: [], readTime: lease.startedAt, usage: { calls: 0, reads: 0 } }
  yield { ...nothing, cursor, isPausePoint: true, part, isEnd: true }
}

/** The number of orders that the source has. Only the progress needs it, so no page waits for it and no run fails with it. */
class ExpectedTotal {
  #total: number | null

  constructor(known: number | null) {
    this.#total = known
  }

  toldIn(progress: FullProgress): FullProgress {
    return { ...progress, state: { ...progress.state, total: this.#total } }
  }

  async ask({ context, counts, lease }: Run): Promise<void> {
    if (this.#total !== null) return
    try {
      const { total, usage } = await context.source.count()
      counts.addUsage(usage)
      this.#total = total
    } catch (error) {
      const { pipeline, runId } = lease
      const cause = failureOf(error).detail
      context.logger.warn('[SYNC] the source did not say how many orders it has', { pipeline, runId, cause })
    }
  }
}
