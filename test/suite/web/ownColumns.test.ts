import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'

import { noProblems } from '../../../tools/browser/browser.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { eventually, exportCsv, rowsOf, shownIds } from '../../harness/ordersPage.ts'
import { streamsInBrowser } from '../../harness/streamsInBrowser.ts'

/* Orders with columns that the shop declares, which the page knows by their description alone. */

const tests = streamsInBrowser(
  'vendors',
  ordersAs({
    columns: [
      { name: 'city', path: 'shippingAddress.city', kind: 'category', facet: true, sort: true },
      { name: 'postage', path: 'shipping', kind: 'money' },
      { name: 'street', path: 'shippingAddress.line1', kind: 'text', search: true, shown: false, exported: false },
    ],
  }),
)

it('are columns, filters, sorts, parts of an order and of its file', async () => {
  const { page, problems } = await tests.open('#/orders?limit=25&sort=extra.city%3Aasc')
  const { records } = await tests.ask({
    stream: 'orders',
    limit: 25,
    sort: { field: 'extra_city', direction: 'asc' },
  })
  await eventually(async () => expect(await shownIds(page)).toEqual(records.map(({ id }) => id)))
  await page.getByRole('columnheader', { name: 'Postage' }).waitFor()
  expect(await page.getByRole('columnheader', { name: 'Street' }).count()).toBe(0)

  const city = String(records[0]?.extra_city)
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'City' }).click()
  await page.getByRole('dialog', { name: 'City' }).getByRole('checkbox', { name: city }).check()
  await page.keyboard.press('Escape')
  const chosen = await tests.ask({
    stream: 'orders',
    limit: 25,
    filter: { extra_city: { in: [city] } },
    sort: { field: 'extra_city', direction: 'asc' },
  })
  await eventually(async () => expect(await shownIds(page)).toEqual(chosen.records.map(({ id }) => id)))
  expect(new URL(page.url()).hash).toContain(`in.extra_city=${encodeURIComponent(city).replaceAll('%20', '+')}`)

  const downloading = page.waitForEvent('download')
  await exportCsv(page)
  const file = (await buffer(await (await downloading).createReadStream())).toString('utf8')
  const lines: Record<string, string>[] = parse(file, { bom: true, columns: true })
  expect(lines.map((line) => line['extra.city'])).toEqual(chosen.records.map(() => city))
  expect(lines[0]).not.toHaveProperty(['extra.street'])

  await rowsOf(page).first().getByRole('link').click()
  const more = page.getByRole('dialog').getByRole('region', { name: 'More' })
  await more.getByText(city).waitFor()
  expect(await more.getByRole('term').allTextContents()).toEqual(['City', 'Postage', 'Street'])
  expect(problems).toEqual(noProblems)
})

it('a link with a column that the shop does not have shows the list without it, and says so', async () => {
  const { page, problems } = await tests.open('#/orders?in.extra_colour=red')
  await rowsOf(page).first().waitFor()
  await page.getByText('in.extra_colour').waitFor()
  expect(problems).toEqual(noProblems)
})
