import type { Page } from 'playwright-core'

import type { PageOptions } from '../browser/browser.ts'

/** A picture of the page. */
export interface Picture {
  /** The file's name without its ending. */
  readonly name: string
  readonly options: Required<Pick<PageOptions, 'at' | 'colorScheme' | 'deviceScaleFactor' | 'viewport'>>
  /** Waits for what has to be there. */
  readonly untilThere: (page: Page) => Promise<void>
}

const screen = { viewport: { width: 1_440, height: 900 }, deviceScaleFactor: 1 }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }

/** Every picture; `opened` is the id of the order that is shown in full. */
export function picturesOf(opened: string): Picture[] {
  const views = [
    { view: 'orders', at: '#/orders', untilThere: untilRows },
    {
      view: 'order',
      at: `#/orders/${encodeURIComponent(opened)}`,
      untilThere: async (page: Page) => {
        await untilRows(page)
        await page.getByRole('heading', { name: 'Timeline' }).waitFor()
      },
    },
    { view: 'overview', at: '#/overview', untilThere: untilChartsAreDrawn },
    { view: 'sync', at: '#/sync', untilThere: untilChartsAreDrawn },
  ]
  const schemes = ['light', 'dark'] as const
  return [
    ...views.flatMap(({ view, at, untilThere }) =>
      schemes.map((colorScheme) => ({
        name: `${view}-${colorScheme}`,
        options: { ...screen, at, colorScheme },
        untilThere,
      })),
    ),
    ...schemes.flatMap((colorScheme) => [
      {
        name: `orders-phone-${colorScheme}`,
        options: { ...phone, at: '#/orders', colorScheme },
        untilThere: untilRows,
      },
      {
        name: `filters-phone-${colorScheme}`,
        options: { ...phone, at: '#/orders?status=pending,processing&created=30d', colorScheme },
        untilThere: untilFiltersAreOpen,
      },
    ]),
  ]
}

/** Pictures of the neglected shop: what it shows on every view. */
export function attentionPictures(): Picture[] {
  const at = '#/orders'
  return [
    { name: 'attention-light', options: { ...screen, at, colorScheme: 'light' }, untilThere: untilAttention },
    { name: 'attention-dark', options: { ...screen, at, colorScheme: 'dark' }, untilThere: untilAttention },
    { name: 'attention-phone', options: { ...phone, at, colorScheme: 'light' }, untilThere: untilAttention },
    {
      name: 'quarantine-light',
      options: { ...screen, at: '#/sync?at=sync-quarantine', colorScheme: 'light' },
      untilThere: async (page) => {
        await untilChartsAreDrawn(page)
        await page.getByRole('region', { name: /^Reasons for quarantine/ }).waitFor()
      },
    },
  ]
}

/** Waits until nothing of the page is on its way any more. */
export async function untilSettled(page: Page): Promise<void> {
  await page.locator('.freshness time').first().waitFor()
  await page.locator('.skeleton, .waiting, [aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate('document.fonts.ready.then(() => null)')
}

async function untilRows(page: Page): Promise<void> {
  await page.locator('.table-scroller [data-id], .card-scroller [data-id]').first().waitFor()
}

async function untilFiltersAreOpen(page: Page): Promise<void> {
  await untilRows(page)
  await page.getByRole('button', { name: /^Filters/ }).click()
  await page
    .getByRole('dialog', { name: 'Filters' })
    .locator('summary')
    .filter({ hasText: /^Status/ })
    .click()
  await page.getByRole('checkbox', { name: /^Pending/ }).waitFor()
}

async function untilAttention(page: Page): Promise<void> {
  await untilRows(page)
  // The strip is there earlier, and the number is heard of.
  await page.getByText(/^About \d+ orders are in quarantine/).waitFor()
}

const patienceMs = 20_000

/** A chart is a canvas, which is empty until something is drawn on it. */
async function untilChartsAreDrawn(page: Page): Promise<void> {
  await page.locator('.plot canvas').first().waitFor()
  // Text, for it runs in the page.
  await page.evaluate(`new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('A chart stays empty.')), ${patienceMs})
    const isDrawn = (canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0)
    const look = () =>
      [...document.querySelectorAll('.plot canvas')].every(isDrawn) ? resolve() : requestAnimationFrame(look)
    look()
  })`)
}
