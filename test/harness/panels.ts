import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

import { eventually } from './ordersPage.ts'

/* The parts that the overview and the sync view have in common: tables that scroll in a place of their own, and charts. */

export function tableNamed(page: Page, caption: string | RegExp): Locator {
  return page.getByRole('region', { name: caption })
}

/** The text of a table's body, row by row. */
export function cellsOf(table: Locator): Promise<string[][]> {
  return table
    .locator('tbody tr')
    .evaluateAll((rows): string[][] =>
      rows.map(({ cells }) => Array.from(cells, (cell: { textContent: string }) => cell.textContent)),
    )
}

/** The name and the values that a chart shows for each of its `points` under the pointer, from left to right. */
export async function pointAtEach(chart: Locator, points: number): Promise<string[][]> {
  const plot = chart.locator('.u-over').first()
  const { width, height } = (await plot.boundingBox()) ?? { width: 0, height: 0 }
  const said: string[][] = []
  for (let i = 0; i < points; i++) {
    // What is said of the point before may still be there: no two have the same name.
    said.push(
      await eventually(async () => {
        // Again each time: a chart that is drawn anew forgets where somebody pointed.
        await plot.hover({ position: { x: (width * (i + 0.5)) / points, y: height / 2 } })
        const name = (await chart.locator('.plots-point').textContent()) ?? ''
        expect([...said.map(([before]) => before), 'Point at the chart to read values.']).not.toContain(name)
        return [name, ...(await chart.locator('.plot-value').allTextContents())]
      }),
    )
  }
  return said
}

/** Presses Tab, as somebody without a mouse, until something has the focus; fails where it cannot be reached. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let pressed = 0; pressed < 100; pressed++) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${String(target)}.`)
}

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement)
}
