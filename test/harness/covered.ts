import type { Locator } from 'playwright-core'
import { expect } from 'vitest'

/** What a person may want to press or to read, and where it is seen: scrolled away, it is not. */
const coveredBy = `(element) => {
  const box = element.getBoundingClientRect()
  const seen = (one) => {
    let { left, top, right, bottom } = one.getBoundingClientRect()
    for (let at = one.parentElement; at !== null; at = at.parentElement) {
      if (getComputedStyle(at).overflow === 'visible') continue
      const clip = at.getBoundingClientRect()
      left = Math.max(left, clip.left)
      top = Math.max(top, clip.top)
      right = Math.min(right, clip.right)
      bottom = Math.min(bottom, clip.bottom)
    }
    return { left, top, right, bottom }
  }
  return [...document.querySelectorAll('a, button, input, select, tr[data-id], li[data-id]')]
    .filter((one) => !element.contains(one) && !one.contains(element))
    .filter((one) => {
      const { left, top, right, bottom } = seen(one)
      const width = Math.min(right, box.right) - Math.max(left, box.left)
      const height = Math.min(bottom, box.bottom) - Math.max(top, box.top)
      return right - left > 1 && bottom - top > 1 && width > 1 && height > 1
    })
    .map((one) => one.outerHTML.slice(0, 120))
}`

/** No button, link, field or row lies under an element. */
export async function expectCoversNothing(element: Locator): Promise<void> {
  expect((await element.boundingBox())?.height, 'it is there to be seen').toBeGreaterThan(10)
  const covered = await element.page().evaluateHandle<(one: unknown) => string[]>(coveredBy)
  expect(await covered.evaluate((coveredOf, one) => coveredOf(one), await element.elementHandle())).toEqual([])
}
