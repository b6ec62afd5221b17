import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { localProject } from '../cli/paths.ts'
import { createLocalAdmin, localAdmin } from './local/admin.ts'
import { signInAsAdmin } from './local/client.ts'
import { syncFirst } from './local/firstSync.ts'
import { nextTick, parseInterval, type Interval } from './local/interval.ts'
import { formatCount } from './local/report.ts'
import { watchRuns } from './local/runWatch.ts'
import { settingsOf } from './local/settings.ts'
import { openShop, type SampleShop } from './local/shop.ts'
import { parseSources, type LocalSource } from './local/sources.ts'
import { nextRun, runClock, timeOf, type PrintedRuns } from './local/syncClock.ts'
import { trade, type Trades } from './local/trade.ts'
import type { LocalVendor } from './local/vendor.ts'
import { startVendors } from './local/vendors.ts'
import { coastalShop, parseShop, type Shop } from './samples/shops.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { Interrupted, interruption, unlessAborted } from './stack/interruption.ts'
import { emulatorPorts } from './stack/ports.ts'
import { functionUrl } from './stack/suite.ts'

const sampleSeed = 1
const sampleCount = 2_000

const usage = `usage: npm start [-- --source SOURCES] [--shop SHOP] [--every INTERVAL]

Starts Tidemark on this machine: Firebase's emulators, an admin to sign in as, sample shops and the first sync. Then it keeps
running: syncOrders is called as Cloud Scheduler would call it, and the shops place and change orders. Ctrl-C stops it.

flags
  --source SOURCES   where the shops keep their orders, one or more, separated by commas: firestore (${formatCount(sampleCount)} orders; the
                     default), tiktokShop (two shops), square (a merchant with seven locations). TikTok Shop and Square are
                     stand-ins on this machine, which tell changes by webhooks
  --shop SHOP        which shop it is that keeps its orders in Firestore: coast (the default), or bakery, whose orders look
                     different and are read by tools/samples/bakery.json
  --every INTERVAL   how often syncOrders is called: 30s, 5m, 1h, ... (default: as the settings say, 15m)
  --help`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      source: { type: 'string', default: 'firestore' },
      shop: { type: 'string', default: 'coast' },
      every: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const sources = parseSources('--source', values.source)
  const shop = parseShop('--shop', values.shop)
  if (shop !== coastalShop && !sources.includes('firestore'))
    throw new UsageError('--shop names a shop that keeps its orders in Firestore: add firestore to --source')
  const every = values.every === undefined ? null : parseInterval('--every', values.every)
  const interrupted = interruption()
  const vendors = await startVendors(sources, Date.now())
  try {
    const status = await run({ sources, shop, vendors, every }, interrupted)
    if (interrupted.aborted) printLine('Stopped. The local data are gone.')
    process.exitCode = status
  } finally {
    await Promise.all(vendors.map((vendor) => vendor.stop()))
  }
})
// Connections that a Ctrl-C has left open.
process.exit()

/** The parts of the story that this start shows. */
interface Show {
  readonly sources: readonly LocalSource[]
  readonly shop: Shop
  readonly vendors: readonly LocalVendor[]
  readonly every: Interval | null
}

function run(show: Show, interrupted: AbortSignal): Promise<number> {
  printLine('Starting the emulators ...')
  return insideSuite(
    interrupted,
    async (suite, aborted) => {
      Object.assign(process.env, suite.env)
      try {
        // What is under way at a Ctrl-C is left: it works on data that end with the emulators.
        await unlessAborted(openAndTrade(show, aborted), aborted)
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error
        printLine('\nStopping the emulators ...')
      }
      return 0
    },
    settingsOf(show.sources, show.vendors, show.shop),
  )
}

async function openAndTrade({ sources, shop: kind, vendors, every }: Show, aborted: AbortSignal): Promise<void> {
  await createLocalAdmin()
  const shop = sources.includes('firestore') ? await openFirestoreShop(kind) : null
  for (const vendor of vendors) await connectAccounts(vendor)
  const client = await signInAsAdmin(aborted)
  await syncFirst(client, aborted)
  printWhere(vendors)
  const next = every === null ? await nextRun(client) : nextTick(Date.now(), every.ms)
  const often = every === null ? 'on the schedule of the settings' : `every ${every.text}`
  printLine('The shops go on trading. Each change starts a run within seconds.')
  printLine(`Besides, syncOrders is called ${often}, next at ${timeOf(next)}.`)
  printLine('Ctrl-C stops everything.\n')
  const trades: Trades = { placed: new Set(), changed: new Set() }
  const printed: PrintedRuns = { ids: new Set(), isCalling: false }
  await Promise.all([
    runClock(client, every?.ms ?? null, trades, printed, aborted),
    watchRuns(client, printed, aborted),
    ...(shop === null ? [] : [trade(shop, trades, aborted)]),
    ...vendors.map((vendor) => vendor.trade(trades, aborted)),
  ])
}

function openFirestoreShop(shop: Shop): Promise<SampleShop> {
  printLine(`Placing ${formatCount(sampleCount)} sample orders ...`)
  return openShop({ seed: sampleSeed, count: sampleCount, now: Date.now() }, shop)
}

async function connectAccounts(vendor: LocalVendor): Promise<void> {
  printLine(`Connecting at ${vendor.name} ...`)
  await vendor.connect()
  for (const account of vendor.accounts) printLine(`  ${account}`)
}

function printWhere(vendors: readonly LocalVendor[]): void {
  const { hosting, firestore } = emulatorPorts()
  printLine(`The page       http://127.0.0.1:${hosting}`)
  printLine(`Sign in as     ${localAdmin.email}, password ${localAdmin.password}`)
  printLine(`The functions  ${functionUrl('syncStatus')} and so on`)
  printLine(`Firestore      127.0.0.1:${firestore}, project ${localProject}`)
  for (const { name, url } of vendors) printLine(`${name.padEnd(15)}${url}, a stand-in of ours`)
  printLine('')
}
