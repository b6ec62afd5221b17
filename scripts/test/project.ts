import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { projectRoot, workFolder } from '../paths.ts'
import { runCommand } from '../stack/runCommand.ts'
import { resultsOf, type Results } from './results.ts'

/** The projects of vitest.config.ts: `unit` needs nothing, `emulator` the suite. */
export type TestProject = 'unit' | 'emulator'

const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs')

/** Runs a project's tests, or those that the arguments choose, and returns its results and exit status. */
export async function runProject(
  project: TestProject,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  aborted: AbortSignal,
): Promise<Results & { readonly status: number }> {
  const report = join(workFolder, `tests-${project}.json`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const run = [vitest, 'run', '--project', project, '--passWithNoTests', ...reporters, ...args]
  const status = await runCommand([process.execPath, ...run], env, aborted)
  return { ...resultsOf(report, status), status }
}

/** Whether the arguments choose a file of the project. Where vitest cannot tell, its own run will say why. */
export function hasTests(project: TestProject, args: readonly string[]): boolean {
  if (args.length === 0) return true
  const list = [vitest, 'list', '--filesOnly', '--project', project, ...args]
  const { status, stdout } = spawnSync(process.execPath, list, { cwd: projectRoot, encoding: 'utf8' })
  return status !== 0 || stdout.trim() !== ''
}
