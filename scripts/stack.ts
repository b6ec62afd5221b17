import { spawn } from 'node:child_process'

import { startSuite } from './stack/suite.ts'

const usage = `usage: npm run stack -- COMMAND [ARGUMENTS]

Builds the functions, starts the local Firebase Emulator Suite (empty: no samples, no clock), runs COMMAND inside it with
the emulators' environment variables, stops the suite and exits with COMMAND's status.`

const [command, ...args] = process.argv.slice(2)
if (command === undefined || command === '--help' || command === '-h') {
  process.stdout.write(`${usage}\n`)
  process.exit(command === undefined ? 2 : 0)
}

try {
  process.exitCode = await runInside(command, args)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function runInside(program: string, programArgs: string[]): Promise<number> {
  const interrupted = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
  })
  const starting = startSuite()
  const suite = await Promise.race([starting, interrupted])
  if (typeof suite === 'string') {
    await starting.then((started) => started.stop()).catch(() => undefined)
    return 130
  }
  try {
    const child = spawn(program, programArgs, { stdio: 'inherit', env: { ...process.env, ...suite.env } })
    const exit = new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => resolve(code ?? 1))
    })
    const outcome = await Promise.race([exit, interrupted])
    if (typeof outcome === 'number') return outcome
    child.kill(outcome)
    await exit
    return 130
  } finally {
    await suite.stop()
  }
}
