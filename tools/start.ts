import { parseArgs } from 'node:util'

import { printLine, runCommandLine } from '../cli/commandLine.ts'
import { localProject } from '../cli/paths.ts'
import { dollarsOf, formatDollars, priceNote } from '../functions/src/contract/prices.ts'
import { createLocalAdmin, localAdmin } from './local/admin.ts'
import { signInAsAdmin } from './local/client.ts'
import { followFullRun } from './local/fullRun.ts'
import { nextTick, parseInterval, type Interval } from './local/interval.ts'
import { formatCount, formatCounted, formatSeconds } from './local/report.ts'
import { watchRuns } from './local/runWatch.ts'
import { openShop } from './local/shop.ts'
import { nextRun, runClock, timeOf } from './local/syncClock.ts'
import { trade, type Trades } from './local/trade.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { Interrupted, interruption, unlessAborted } from './stack/interruption.ts'
import { emulatorPorts } from './stack/ports.ts'
import { functionUrl } from './stack/suite.ts'

const sampleSeed = 1
const sampleCount = 2_000

const usage = `usage: npm start [-- --every INTERVAL]

Starts Tidemark on this machine: Firebase's emulators, an admin to sign in as, ${formatCount(sampleCount)} sample orders and the first
sync. Then it keeps running: syncOrders is called as Cloud Scheduler would call it, and the sample shop places and changes
orders. Ctrl-C stops it.

flags
  --every INTERVAL   how often syncOrders is called: 30s, 5m, 1h, ... (default: as the settings say, 15m)
  --help`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      every: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const every = values.every === undefined ? null : parseInterval('--every', values.every)
  const interrupted = interruption()
  printLine('Starting the emulators ...')
  const status = await insideSuite(interrupted, async (suite, aborted) => {
    Object.assign(process.env, suite.env)
    try {
      // What is under way at a Ctrl-C is left: it works on data that end with the emulators.
      await unlessAborted(openAndTrade(every, aborted), aborted)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      printLine('\nStopping the emulators ...')
    }
    return 0
  })
  if (interrupted.aborted) printLine('Stopped. The local data are gone.')
  process.exit(status)
})

async function openAndTrade(every: Interval | null, aborted: AbortSignal): Promise<void> {
  await createLocalAdmin()
  printLine(`Placing ${formatCount(sampleCount)} sample orders ...`)
  const shop = await openShop({ seed: sampleSeed, count: sampleCount, now: Date.now() })
  const client = await signInAsAdmin(aborted)
  printLine('First sync: nothing has been copied yet, so syncOrders starts a full run.')
  const { created, firestoreReads, firestoreWrites, durationMs } = await followFullRun(
    client,
    await client.syncOrders(),
    aborted,
  )
  const bill = `${formatCounted(firestoreReads, 'read')} and ${formatCounted(firestoreWrites, 'write')}`
  const dollars = formatDollars(dollarsOf({ reads: firestoreReads, writes: firestoreWrites }))
  printLine(`  ${formatCounted(created, 'order')} copied in ${formatSeconds(durationMs)}: ${bill}, about ${dollars}.`)
  printLine(`  Prices: ${priceNote}.\n`)
  printWhere()
  const next = every === null ? await nextRun(client) : nextTick(Date.now(), every.ms)
  const often = every === null ? 'on the schedule of the settings' : `every ${every.text}`
  printLine('The sample shop goes on trading. Each change starts a run within seconds.')
  printLine(`Besides, syncOrders is called ${often}, next at ${timeOf(next)}.`)
  printLine('Ctrl-C stops everything.\n')
  const trades: Trades = { placed: new Set(), changed: new Set() }
  const printed = new Set<string>()
  await Promise.all([
    runClock(client, every?.ms ?? null, trades, printed, aborted),
    watchRuns(client, printed, aborted),
    trade(shop, trades, aborted),
  ])
}

function printWhere(): void {
  const { hosting, firestore } = emulatorPorts()
  printLine(`The page       http://127.0.0.1:${hosting}`)
  printLine(`Sign in as     ${localAdmin.email}, password ${localAdmin.password}`)
  printLine(`The functions  ${functionUrl('syncStatus')} and so on`)
  printLine(`Firestore      127.0.0.1:${firestore}, project ${localProject}\n`)
}
