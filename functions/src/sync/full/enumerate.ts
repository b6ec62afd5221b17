import { failureOf } from '../../lib/failure.ts'
import type { Committer } from '../commit/committer.ts'
import { preparedPages } from '../commit/pages.ts'
import { pagesOfParts } from '../commit/partPages.ts'
import type { Run } from '../commit/run.ts'
import { silent, type Step } from '../commit/step.ts'
import { isCheckpointDue, saved, withFailures, withPage, type FullProgress } from './fullProgress.ts'
import type { AllRows } from './knownRows.ts'
import { phaseBehind, type PhaseResult } from './phases.ts'

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
  const streams = pagesOfParts(run, inputs, start.state.parts)
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
        const passed = item.pages.reduce((before, page) => withPage(before, source, page), noted)
        return hasWrites || isCheckpointDue(passed) ? save(passed) : silent(passed)
      },
    )
  }
  const done = { ...progress, state: { ...progress.state, phase: phaseBehind('enumerate', 'enumerated') } }
  return { progress: await committer.applyOutcomes([], done, save), event: 'enumerated' }
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
