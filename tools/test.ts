import { randomInt } from 'node:crypto'
import type { Writable } from 'node:stream'

import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { downloadFirestoreEmulator, withFirestore } from './stack/firestoreOnly.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { Interrupted, interruption, statusOfSignal } from './stack/interruption.ts'
import { findJava } from './stack/java.ts'
import { holdOutput } from './test/heldOutput.ts'
import type { TestProject } from './test/projects.ts'
import { failureLines, firstLine, noResults, sumOf, withoutEmptyRun, type Results } from './test/results.ts'
import { summaryOf } from './test/summary.ts'
import { chosenProjects, runVitest } from './test/vitest.ts'

const usage = `usage: npm test [-- VITEST ARGUMENTS]
       npm run test:long

Runs every test, in three groups side by side: "unit" needs nothing, "database" needs a Firestore emulator, "suite" needs the
local Firebase Emulator Suite and a browser. All of these are started for the tests and stopped afterwards.
Arguments go to vitest: "npm test -- test/sync", "npm test -- -t lease".

flags
  --long     play every random history (several hundred of each kind) in place of some 50; "npm run test:long" does
  --seed=N   repeat the random histories of an earlier run, whose last lines name its seed
  --help`

/**
 * The suite's files run one after another and take the longest: they get the processor whenever they want it, and the other tests
 * what is left.
 */
const aloneNiceness = 5

await runCommandLine(usage, async () => {
  const { help, env, seed, args } = readArguments(process.argv.slice(2))
  if (help) return printLine(usage)
  const startedMs = performance.now()
  const interrupted = interruption()
  const projects = chosenProjects(args)
  if (projects.length === 0) throw new Error(`No test file matches: ${args.join(' ')}`)
  if (projects.some((project) => project !== 'unit')) {
    // Said at once, and not after minutes of what needs none.
    findJava()
    await downloadFirestoreEmulator(interrupted)
  }
  const results = await runProjects(projects, args, env, interrupted)
  // Interrupted, the sum would say of a part what is read as the whole.
  if (interrupted.aborted) process.exit(statusOf(interrupted.reason))
  const counted = withoutEmptyRun(results)
  printLine(`\n${summaryOf(counted, { ms: performance.now() - startedMs, seed })}`)
  process.exit(failureLines(counted).length === 0 ? 0 : 1)
})

interface Arguments {
  readonly help: boolean
  /** What tells test/harness/histories.ts how many histories to play, and which. */
  readonly env: Readonly<Record<string, string>>
  readonly seed: number
  /** The others, for vitest. */
  readonly args: readonly string[]
}

function readArguments(all: readonly string[]): Arguments {
  const own = new Set(all.filter((arg) => /^(--help|-h|--long|--seed(=.*)?)$/.test(arg)))
  const [named] = [...own].filter((arg) => arg.startsWith('--seed'))
  const seed = named === undefined ? randomInt(1, 2 ** 31) : Number(named.slice('--seed='.length))
  if (!Number.isInteger(seed) || seed < 1 || seed >= 2 ** 31) {
    throw new UsageError('--seed must be a whole number, as the end of a run names it: --seed=123')
  }
  return {
    help: own.has('--help') || own.has('-h'),
    env: { TIDEMARK_SEED: String(seed), ...(own.has('--long') && { TIDEMARK_HISTORIES: 'long' }) },
    seed,
    args: all.filter((arg) => !own.has(arg)),
  }
}

/** Runs the tests that need no suite, and meanwhile builds and starts the suite and runs its own. */
async function runProjects(
  projects: readonly TestProject[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  interrupted: AbortSignal,
): Promise<Results> {
  const held = holdOutput(process.stdout)
  const alone = runAlone(
    projects.filter((project) => project !== 'suite'),
    args,
    env,
    interrupted,
  )
  const inSuite = projects.includes('suite') ? runInSuite(args, env, held.stream, interrupted) : noResults
  // Two runs at once would mix their lines.
  await alone
  held.release()
  const results = sumOf(await Promise.all([alone, inSuite]))
  await held.end()
  return results
}

async function runAlone(
  projects: readonly TestProject[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  interrupted: AbortSignal,
): Promise<Results> {
  if (projects.length === 0) return noResults
  const run = { projects, args, env, output: null, niceness: aloneNiceness }
  try {
    if (!projects.includes('database')) return await runVitest(run, interrupted)
    return await withFirestore(interrupted, [], (firestore, aborted) =>
      runVitest({ ...run, env: { ...env, ...firestore } }, aborted),
    )
  } catch (error) {
    return faultOf(error)
  }
}

async function runInSuite(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  output: Writable,
  interrupted: AbortSignal,
): Promise<Results> {
  const colours: Record<string, string> = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  let results = noResults
  try {
    await insideSuite(interrupted, async (suite, aborted) => {
      const run = { projects: ['suite' as const], args, env: { ...env, ...suite.env, ...colours }, output, niceness: 0 }
      results = await runVitest(run, aborted)
      return 0
    })
    return results
  } catch (error) {
    return sumOf([results, faultOf(error)])
  }
}

/** An emulator that does not start, or ends by itself, is one failure more. */
function faultOf(error: unknown): Results {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof Interrupted)) process.stderr.write(`${message}\n`)
  return { files: [], faults: [firstLine(message)] }
}

function statusOf(reason: unknown): number {
  return reason instanceof Interrupted ? statusOfSignal(reason.signal) : 1
}
