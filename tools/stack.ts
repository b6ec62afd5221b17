import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { interruption } from './stack/interruption.ts'
import { printRequirements } from './stack/requirements.ts'
import { runCommand } from './stack/runCommand.ts'

const usage = `usage: npm run stack -- COMMAND [ARGUMENTS]
       npm run stack -- --check

Builds the functions and the page, and starts the local Firebase Emulator Suite, empty: no sample orders, no schedule. Runs
COMMAND inside it with the emulators' environment variables, then stops the suite and exits with COMMAND's status.

flags
  --check   only print what the suite needs and where it is; exits with 1 if something is missing
  --help`

await runCommandLine(usage, async () => {
  const command = process.argv.slice(2)
  const [first] = command
  if (first === undefined)
    throw new UsageError('Name the command to run inside the emulators: npm run stack -- COMMAND')
  if (first === '--help' || first === '-h') return printLine(usage)
  if (first === '--check') return printRequirements()
  if (first.startsWith('-')) throw new UsageError(`Unknown flag: ${first}`)
  process.exitCode = await insideSuite(interruption(), (suite, aborted) => runCommand(command, suite.env, aborted))
})
