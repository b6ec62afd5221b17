import type { RunReport } from '../../functions/src/contract/sync.ts'

const integers = new Intl.NumberFormat('en-US')

/** 12345 as 12,345. */
export function formatCount(count: number): string {
  return integers.format(count)
}

/** `1 read`, `2,000 reads`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `Lakeside Supply: 800 orders, 40 returns`. */
export function sizesLine(name: string, kinds: Readonly<Record<string, { readonly size: number }>>): string {
  const has = Object.entries(kinds).map(([kind, { size }]) => `${formatCount(size)} ${kind}`)
  return `${name}: ${has.join(', ')}`
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** One line on what a run did and what Firestore bills for it. */
export function runLine(run: RunReport): string {
  if (run.status === 'skipped') return `${run.mode}: skipped, for another run is under way`
  if (run.status === 'running') return `${run.mode}: under way`
  const { quarantined, stale } = run
  const counts = [
    `${formatCount(run.created)} new`,
    `${formatCount(run.updated)} updated`,
    `${formatCount(run.deleted)} deleted`,
    `${formatCount(run.unchanged)} unchanged`,
    ...(stale > 0 ? [`${formatCount(stale)} stale`] : []),
    ...(quarantined > 0 ? [`${formatCount(quarantined)} quarantined`] : []),
  ]
  const bill = `${formatCounted(run.firestoreReads, 'read')}, ${formatCounted(run.firestoreWrites, 'write')}`
  const failure = run.status === 'failed' ? ` FAILED: ${run.error ?? 'it gave no reason'}` : ''
  return `${run.mode}: ${counts.join(', ')}; ${bill}; ${formatSeconds(run.durationMs)}${failure}`
}

/** The line of a run among those of several pipelines. */
export function namedRunLine(run: RunReport): string {
  return `${run.pipeline} ${runLine(run)}`
}
