import { formatCount, formatSeconds } from '../local/report.ts'
import { projectFiles, type TestProject } from './projects.ts'
import { failureLines, type FileResult, type Results } from './results.ts'

const slowest = 10

export interface Run {
  /** Milliseconds from the start to the end of everything. */
  readonly ms: number
  /** What the seeds of random histories were drawn from: named again, it repeats them. */
  readonly seed: number
}

/**
 * The lines that end the output of `npm test`: minutes and cases by project, the slowest files, the random histories, each
 * failure, which lies far above in the output, and the line that other programs look for, whose form stays as it is.
 */
export function summaryOf(results: Results, run: Run): string {
  const failures = failureLines(results)
  const passed = results.files.reduce((sum, file) => sum + file.passed, 0)
  return [
    ...table(results.files),
    ...slowestLines(results.files),
    ...historyLines(results.files, run.seed),
    `Everything took ${minutes(run.ms)}, with files and projects side by side.`,
    '',
    ...failures.map((failure) => `Failed: ${failure}`),
    `Tidemark: ${passed} passed, ${failures.length} failed`,
  ].join('\n')
}

function table(files: readonly FileResult[]): string[] {
  const names = Object.keys(projectFiles) as TestProject[] // The keys of the record are its type's.
  const rows = names.flatMap((name): string[][] => {
    const own = files.filter(({ project }) => project === name)
    if (own.length === 0) return []
    const sum = (of: (file: FileResult) => number): number => own.reduce((total, file) => total + of(file), 0)
    const cases = sum(({ passed, failures }) => passed + failures.length)
    return [
      [name, ...[own.length, cases, sum(({ skipped }) => skipped)].map(formatCount), minutes(sum(({ ms }) => ms))],
    ]
  })
  return columns([['project', 'files', 'cases', 'skipped', 'time of all its files'], ...rows])
}

/** The rows with their cells below each other, the first one to the left and the others to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  )
}

function slowestLines(files: readonly FileResult[]): string[] {
  const longest = files.toSorted((a, b) => b.ms - a.ms).slice(0, slowest)
  return [`The slowest files:`, ...longest.map(({ ms, file }) => `  ${formatSeconds(ms).padStart(8)}  ${file}`)]
}

function historyLines(files: readonly FileResult[], seed: number): string[] {
  const played = new Map<string, number>()
  for (const one of files.flatMap(({ histories }) => histories))
    played.set(one.kind, (played.get(one.kind) ?? 0) + one.played)
  if (played.size === 0) return []
  return [
    `Random histories (--seed=${seed} repeats them):`,
    ...[...played].map(([kind, count]) => `  ${formatCount(count).padStart(5)}  ${kind}`),
  ]
}

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
