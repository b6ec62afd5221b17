import { parseArgs } from 'node:util'

import { printLine, runCommandLine } from '../cli/commandLine.ts'
import { formatSeconds } from './local/report.ts'
import { interruption } from './stack/interruption.ts'
import { runCommand } from './stack/runCommand.ts'

const usage = `usage: npm run check

Checks the format, the lint rules and the types of the whole project, and that functions/ compiles by itself, as it is deployed.
Runs every check and exits with 1 if one fails. "npm run format" repairs the format.`

const checks = [
  { name: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '--project', '.'] },
  { name: 'types of web/', command: ['node_modules/typescript/bin/tsc', '--project', 'web'] },
  { name: 'types of functions/ by itself', command: ['node_modules/typescript/bin/tsc', '--project', 'functions'] },
] as const

await runCommandLine(usage, async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } })
  if (values.help) return printLine(usage)
  const interrupted = interruption()
  const summary: string[] = []
  for (const { name, command } of checks) {
    printLine(`== ${name}`)
    const started = performance.now()
    const status = await runCommand([process.execPath, ...command], {}, interrupted)
    if (interrupted.aborted) process.exit(status)
    summary.push(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name} (${formatSeconds(performance.now() - started)})`)
    if (status !== 0) process.exitCode = 1
  }
  printLine(`\n${summary.join('\n')}`)
})
