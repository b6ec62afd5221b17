import type { Locator, Page } from 'playwright-core'

import type { ListOrdersRequest, ListOrdersResponse } from '../../functions/src/contract/api.ts'
import type { TidemarkClient } from '../../tools/local/client.ts'
import { expectList } from './ordersPage.ts'

/** The window of a phone, in CSS pixels. */
export const phone = { viewport: { width: 390, height: 844 } } as const

/** A page of cards as short as this is drawn whole. */
export const shortCards = 20

/** Waits until the cards are just what the function answers to a request. */
export function expectCards(
  page: Page,
  client: Pick<TidemarkClient, 'listOrders'>,
  request: ListOrdersRequest,
): Promise<ListOrdersResponse> {
  return expectList(page, client, { limit: shortCards, ...request })
}

/** The button that opens the sheet with the filters. */
export function filtersButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Filters/ })
}

/** Opens the sheet with the filters and returns it. */
export async function openFilters(page: Page): Promise<Locator> {
  await filtersButton(page).click()
  const sheet = page.getByRole('dialog', { name: 'Filters' })
  await sheet.waitFor()
  return sheet
}
