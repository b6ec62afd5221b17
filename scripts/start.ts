import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { closeAdmin } from './firebaseAdmin.ts'
import { createLocalAdmin, localAdmin } from './local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from './local/client.ts'
import { firstSync } from './local/firstSync.ts'
import { nextTick, parseInterval } from './local/interval.ts'
import { formatCounted, runLine } from './local/report.ts'
import { openShop, type SampleShop } from './local/shop.ts'
import { localProject } from './paths.ts'
import { randomFrom } from './samples/random.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { Interrupted, interruption, unlessAborted } from './stack/interruption.ts'
import { emulatorPorts } from './stack/ports.ts'
import { functionUrl } from './stack/suite.ts'

const usage = `usage: npm start [-- --every INTERVAL]

Starts Tidemark on this machine: Firebase's emulators, an admin to sign in as, ${'2,000'} sample orders, the first sync. Then
keeps running: a clock that calls syncOrders as Cloud Scheduler would, and a shop that goes on trading. Ctrl-C stops it.

flags
  --every INTERVAL   how often the clock calls: 30s, 5m, 1h, ... (default 15m)
  --help`

const sampleSeed = 1
const sampleCount = 2_000
/** The shop does something every few seconds. */
const tradeMs = [3_000, 6_000] as const

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      every: { type: 'string', default: '15m' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const everyMs = parseInterval('--every', values.every)
  const interrupted = interruption()
  printLine('Starting the emulators ...')
  const status = await insideSuite(interrupted, async (suite, aborted) => {
    Object.assign(process.env, suite.env)
    try {
      return await unlessAborted(live(everyMs, values.every, aborted), aborted)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      printLine('\nStopping the emulators ...')
      return 0
    } finally {
      await closeAdmin(localProject)
    }
  })
  if (interrupted.aborted) printLine('Stopped. Nothing of it is kept.')
  process.exit(status)
})
