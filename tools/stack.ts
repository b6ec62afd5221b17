import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { interruption } from './stack/interruption.ts'
import { printRequirements } from './stack/requirements.ts'
import { runCommand } from './stack/runCommand.ts'

const usage = `usage: npm run stack -- COMMAND [ARGUMENTS]
       npm run stack -- --check

Builds the functions and the page, starts the local Firebase Emulator Suite (empty: no samples, no clock), runs COMMAND
inside it with the emulators' environment variables, stops the suite and exits with COMMAND's status.

flags
  --check   only say what the suite needs and whether it is here; exits with 1 where something is missing
  --help`

await runCommandLine(usage, async () => {
  const command = process.argv.slice(2)
  const [first] = command
  if (first === undefined) throw new UsageError('which command?')
  if (first === '--help' || first === '-h') return printLine(usage)
  if (first === '--check') return printRequirements()
  if (first.startsWith('-')) throw new UsageError(`unknown flag: ${first}`)
  process.exitCode = await insideSuite(interruption(), (suite, aborted) => runCommand(command, suite.env, aborted))
})
