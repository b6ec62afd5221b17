import type { EnumerationPage, Inputs } from '../../model/source.ts'
import type { EnumeratedParts } from '../../model/state.ts'
import { resumingPages } from './resume.ts'
import type { Run } from './run.ts'

/** A page of one part; behind its last one comes an empty one that says so. */
export type PartPage = EnumerationPage & { readonly part: string; readonly isEnd: boolean }

/** The pages that are left of the parts of a source, a stream for each part. */
export function pagesOfParts(run: Run, inputs: Inputs, parts: EnumeratedParts): AsyncIterable<PartPage>[] {
  return parts.filter(({ isRead }) => !isRead).map(({ name, cursor }) => pagesOfPart(run, inputs, name, cursor))
}

/** The parts behind a page: its cursor goes on from there, or its part is not asked for again. */
export function partsBehind(parts: EnumeratedParts, { part, cursor, isEnd }: PartPage): EnumeratedParts {
  return parts.map((one) => {
    if (one.name !== part) return one
    return isEnd ? { ...one, isRead: true } : { ...one, cursor }
  })
}

async function* pagesOfPart(
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
