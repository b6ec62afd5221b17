import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'

import type { Browser } from 'playwright-core'

import { printLine, runCommandLine } from '../cli/commandLine.ts'
import { projectRoot } from '../cli/paths.ts'
import { openBrowser, openPage } from './browser/browser.ts'
import { localAdmin } from './local/admin.ts'
import type { TidemarkClient } from './local/client.ts'
import { missingGlyphs } from './screenshots/glyphs.ts'
import { attentionPictures, picturesOf, untilSettled, type Picture } from './screenshots/pictures.ts'
import { neglectShop, openPicturedShop } from './screenshots/shop.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { interruption, unlessAborted } from './stack/interruption.ts'

const usual = join(projectRoot, 'docs/images')
/** What a reader of the README has to load for one picture, in bytes. */
const largest = 350_000

const usage = `usage: npm run screenshots [-- --out FOLDER]

Writes pictures of the admin page into docs/images: the list of orders, an order, the overview and the sync view, the list and its
filters on a phone, and what an admin sees of a neglected shop, each light and dark. Starts the local emulators, fills them with a
sample shop that is the same one always, and drives a Chromium: an installed one, the one that CHROME_PATH names, or the one that
comes with the packages. Times in the pictures are those of the day on which they were made; the letters are those of the machine's
fonts.

flags
  --out FOLDER   write the pictures there, and nothing into the project
  --help`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: usual },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  say('Starting the emulators ...')
  const status = await insideSuite(interruption(), async (suite, aborted) => {
    Object.assign(process.env, suite.env)
    const client = await unlessAborted(openPicturedShop(say, aborted), aborted)
    const browser = await openBrowser()
    try {
      await tellMissingGlyphs(browser)
      await unlessAborted(takeAll(browser, picturesOf(await orderToOpen(client)), values.out), aborted)
      await unlessAborted(neglectShop(client, say, aborted), aborted)
      await unlessAborted(takeAll(browser, attentionPictures(), values.out), aborted)
    } finally {
      await browser.close()
    }
    return 0
  })
  process.exit(status)
})
// Connections that a failure has left open.
process.exit()

async function takeAll(browser: Browser, pictures: readonly Picture[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const picture of pictures) {
    const image = await take(browser, picture)
    const file = join(folder, `${picture.name}.png`)
    writeFileSync(file, image)
    const shown = relative(process.cwd(), file)
    printLine(`${shown}  ${(image.byteLength / 1_000).toFixed(0)} KB`)
    if (image.byteLength > largest) {
      throw new Error(`${shown} has ${image.byteLength} bytes; a picture may have ${largest}. Lower its device scale.`)
    }
  }
}

async function take(browser: Browser, { name, options, untilThere }: Picture): Promise<Buffer> {
  const opened = await openPage(browser, {
    signedInAs: localAdmin,
    reducedMotion: 'reduce',
    ...options,
  })
  const { page, problems } = opened
  try {
    await untilThere(page)
    await untilSettled(page)
    const image = await page.screenshot({ animations: 'disabled', caret: 'hide' })
    const said = Object.values(problems).flat()
    if (said.length > 0) throw new Error(`The page is not well in ${name}: ${said.join('; ')}`)
    return image
  } finally {
    await opened.close()
  }
}

/** Of the orders that are in sight the one with most items. */
async function orderToOpen(client: Pick<TidemarkClient, 'listOrders'>): Promise<string> {
  const { orders } = await client.listOrders({ limit: 12 })
  const [order] = orders.toSorted((a, b) => b.itemCount - a.itemCount)
  if (order === undefined) throw new Error('The sample shop has no orders.')
  return order.id
}

async function tellMissingGlyphs(browser: Browser): Promise<void> {
  const opened = await openPage(browser)
  const missing = await missingGlyphs(opened.page)
  await opened.close()
  if (missing.length > 0)
    say(`No font of this machine has ${missing.join(' ')}, which some names need: boxes stand there.`)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
