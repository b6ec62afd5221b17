import { printLine, runCommandLine } from './commandLine.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { interruption } from './stack/interruption.ts'
import { hasTests, runProject } from './test/project.ts'
import { firstLine, sumOf, summaryOf, type Results } from './test/results.ts'

const usage = `usage: npm test [-- VITEST ARGUMENTS]

Runs every test: first those that need nothing, then those that need the local Firebase Emulator Suite, which is started
for them and stopped. Arguments go to vitest: "npm test -- test/sync", "npm test -- -t lease".`

await runCommandLine(usage, async () => {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) return printLine(usage)
  const interrupted = interruption()
  const results: Results[] = []
  const statuses: number[] = []
  if (hasTests('unit', args)) {
    const unit = await runProject('unit', args, {}, interrupted)
    results.push(unit)
    statuses.push(unit.status)
  }
  if (!interrupted.aborted && hasTests('emulator', args)) {
    const emulator = await runOnEmulators(args, interrupted)
    results.push(emulator)
    statuses.push(emulator.status)
  }
  if (results.length === 0) throw new Error(`No test file is chosen by: ${args.join(' ')}`)
  // Interrupted, the sum would say of a part what is read as the whole.
  if (!interrupted.aborted) printLine(`\n${summaryOf(sumOf(results))}`)
  process.exit(statuses.find((status) => status !== 0) ?? 0)
})

/** A suite that does not start, or ends by itself, is one more failure. */
async function runOnEmulators(
  args: readonly string[],
  interrupted: AbortSignal,
): Promise<Results & { status: number }> {
  let results: Results = { passed: 0, failures: [] }
  try {
    const status = await insideSuite(interrupted, async (suite, aborted) => {
      const emulator = await runProject('emulator', args, suite.env, aborted)
      results = emulator
      return emulator.status
    })
    return { ...results, status }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n`)
    return { ...sumOf([results, { passed: 0, failures: [firstLine(message)] }]), status: 1 }
  }
}
