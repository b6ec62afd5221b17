import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'

import { connectedAccounts, disconnectAccount, sealAnew } from '../functions/src/connections/connect.ts'
import { keySecret, type ConnectionContext } from '../functions/src/connections/context.ts'
import { readAccounts } from '../functions/src/connections/status.ts'
import { Meter } from '../functions/src/lib/meter.ts'
import { sealingKeys } from '../functions/src/lib/sealing.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import { vendors, type Vendor } from '../functions/src/model/connection.ts'
import { squareParams } from '../functions/src/sources/square/config.ts'
import { tiktokShopParams } from '../functions/src/sources/tiktokShop/config.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { openFirestore } from './deployedSettings.ts'
import { secretOf } from './connect/secrets.ts'
import { connectSquare } from './connect/square.ts'
import { connectTikTok, type TikTokFlags } from './connect/tiktok.ts'
import { workingProject } from './firebaseProject.ts'

const usage = `usage: npm run connect -- COMMAND [FLAGS]

Manages which accounts at TikTok Shop and Square Tidemark may read. Their tokens are stored in Firestore, encrypted, where no client
can read them.

commands
  tiktok            print the address at which a shop's owner authorizes the app, take the code that comes of it, and connect the
                    owner's shops; again for one that is connected: give it the new authorization
  square            the same for a merchant at Square
  list              print what is connected, and when the authorizations end
  remove tiktok ID  forget a shop's connection, or a merchant's (remove square ID); what was copied from it stays
  rekey             encrypt all tokens by the first key of CONNECTION_KEY, so that the keys behind it may go

flags
  --code CODE    the code, if the app is authorized already
  --shop ID      connect this TikTok shop only; may be repeated
  --project ID   the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

The app's key and service id are params (TIKTOK_SHOP_APP_KEY and TIKTOK_SHOP_SERVICE_ID; SQUARE_APP_ID). The secrets
TIKTOK_SHOP_APP_SECRET or SQUARE_APP_SECRET, and CONNECTION_KEY, are taken from the environment, for a local project from
functions/.secret.local, and else asked for. They have to be those that are deployed:
npm run firebase -- functions:secrets:access CONNECTION_KEY --project PROJECT

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

interface Job {
  readonly project: string
  readonly args: readonly string[]
  readonly flags: TikTokFlags
}

type Command = (context: ConnectionContext, job: Job) => Promise<void>

const commands = {
  tiktok: {
    arguments: 0,
    needsKey: true,
    run: (context, { project, flags }) => connectTikTok(context, project, flags),
  },
  square: {
    arguments: 0,
    needsKey: true,
    run: (context, { project, flags }) => connectSquare(context, project, flags),
  },
  list: { arguments: 0, needsKey: false, run: list },
  remove: { arguments: 2, needsKey: false, run: remove },
  rekey: {
    arguments: 0,
    needsKey: true,
    run: async (context) => printLine(`${await sealAnew(context)} authorizations encrypted anew`),
  },
} as const satisfies Record<string, { readonly arguments: number; readonly needsKey: boolean; readonly run: Command }>
type CommandName = keyof typeof commands

/** The params that list which accounts are copied. */
const listedIn: Readonly<Record<Vendor, string>> = {
  tiktokShop: tiktokShopParams.shops,
  square: squareParams.merchants,
}

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      code: { type: 'string' },
      shop: { type: 'string', multiple: true },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return printLine(usage)
  const { name, args } = wanted(positionals)
  if (name !== 'tiktok' && values.shop !== undefined) throw new UsageError('--shop works with tiktok only.')
  if (name !== 'tiktok' && name !== 'square' && values.code !== undefined)
    throw new UsageError('--code works with tiktok and square only.')
  const project = workingProject(values.project)
  const { needsKey, run } = commands[name]
  const keys = needsKey ? sealingKeys(await secretOf(project, keySecret), keySecret) : null
  const db = openFirestore(project)
  try {
    const context: ConnectionContext = {
      db,
      clock: systemClock,
      logger: { info() {}, warn() {}, error() {} },
      keys: () => {
        if (keys === null) throw new Error(`${name} needs no key.`)
        return keys
      },
      randomBytes,
    }
    await run(context, { project, args, flags: values })
  } finally {
    await db.terminate()
  }
})

function wanted([name, ...args]: readonly string[]): { name: CommandName; args: readonly string[] } {
  if (name === undefined) throw new UsageError(`Name a command: ${Object.keys(commands).join(', ')}.`)
  if (!isCommand(name)) throw new UsageError(`Unknown command: ${name}`)
  const { arguments: count } = commands[name]
  const surplus = args[count]
  if (surplus !== undefined) throw new UsageError(`Unexpected argument: ${surplus}`)
  if (args.length < count)
    throw new UsageError(`${name} needs the vendor and the shop's or merchant's id: remove tiktok 7495540735365777507`)
  return { name, args }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

async function list(context: ConnectionContext): Promise<void> {
  const connections = await connectedAccounts(context)
  if (connections.length === 0)
    return printLine('No account is connected. Connect one: npm run connect -- tiktok, or square')
  const statuses = await readAccounts(context, connections, new Meter())
  for (const { source, account, name, region } of connections) {
    const status = statuses.find((one) => one.source === source && one.account === account)
    const place = region === null ? '' : `, ${region}`
    const end = status?.endsAt == null ? '' : ` until ${status.endsAt.slice(0, 10)}`
    printLine(`${vendors[source].word} ${account}: ${name}${place}; ${status?.state ?? 'unconnected'}${end}`)
  }
}

async function remove(context: ConnectionContext, { args: [word, account = ''] }: Job): Promise<void> {
  const source = (Object.keys(vendors) as Vendor[]).find((vendor) => vendors[vendor].word === word) // Object.keys forgets the keys.
  if (source === undefined) throw new UsageError(`Unknown vendor: ${word}`)
  if (!/^\w{1,100}$/.test(account)) throw new UsageError('The id has letters, digits and _ only.')
  const isGone = await disconnectAccount(context, { source, account })
  printLine(isGone ? `${account} is no longer connected` : `${account} was not connected`)
  if (isGone)
    printLine(
      `Take it out of ${listedIn[source]}, too, and deploy: its pipelines fail until then. Its owner may take the authorization back.`,
    )
}
