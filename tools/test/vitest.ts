import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'

import { projectRoot, workFolder } from '../../cli/paths.ts'
import { runCommand } from '../stack/runCommand.ts'
import { projectFiles, type TestProject } from './projects.ts'
import { reportVariable } from './reporter.ts'
import { resultsOf, type Results } from './results.ts'

const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs')
const reporter = join(projectRoot, 'tools/test/reporter.ts')

export interface VitestRun {
  readonly projects: readonly TestProject[]
  /** The caller's own arguments. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The stream for its output; null for this process's own. */
  readonly output: Writable | null
  /** How far it stands back for other processes: 0 for not at all, 19 at most. */
  readonly niceness: number
}

/** Runs the tests of some projects, or those of them that the arguments choose, and returns their results. */
export async function runVitest(
  { projects, args, env, output, niceness }: VitestRun,
  aborted: AbortSignal,
): Promise<Results> {
  const report = join(workFolder, `tests-${projects.join('-')}.json`)
  rmSync(report, { force: true })
  const command = [
    process.execPath,
    vitest,
    'run',
    '--passWithNoTests',
    ...projects.flatMap((project) => ['--project', project]),
    // Named here, ours would take the place of vitest's own; named by the caller, theirs does.
    ...(args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default']),
    `--reporter=${reporter}`,
    ...args,
  ]
  // Many tests start the project's scripts as processes: what is compiled once need not be again.
  const own = { [reportVariable]: report, NODE_COMPILE_CACHE: join(workFolder, 'compile-cache') }
  const status = await runCommand(command, { ...env, ...own }, aborted, output, niceness)
  return resultsOf(report, status)
}

/** The projects of which the arguments choose a file. Where vitest cannot tell, all: its own run will say why. */
export function chosenProjects(args: readonly string[]): TestProject[] {
  const all = Object.keys(projectFiles) as TestProject[] // The keys of the record are its type's.
  if (args.length === 0) return all
  const list = [vitest, 'list', '--filesOnly', ...args.filter((arg) => !arg.startsWith('--reporter'))]
  const { status, stdout } = spawnSync(process.execPath, list, { cwd: projectRoot, encoding: 'utf8' })
  return status === 0 ? all.filter((project) => stdout.includes(`[${project}] `)) : all
}
