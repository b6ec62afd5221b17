import type { Page } from 'playwright-core'
import { z } from 'zod'

import { regions } from '../samples/regions.ts'

/** The characters of the sample customers' names and addresses for which the browser has no font: it draws boxes for them. */
export async function missingGlyphs(page: Page): Promise<string[]> {
  const texts = regions.flatMap(({ given, family, cities, streets }) => [
    ...given,
    ...family,
    ...streets,
    ...cities.flat(),
  ])
  const characters = [...new Set(texts.join(''))].filter((character) => character.trim() !== '')
  // Text, for it runs in the page. No script has this character: what is drawn for it is drawn for all that are missing.
  const missing: unknown = await page.evaluate(`(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    context.font = '20px ' + getComputedStyle(document.body).fontFamily
    const drawn = (character) => {
      context.clearRect(0, 0, 60, 60)
      context.fillText(character, 10, 40)
      return context.getImageData(0, 0, 60, 60).data.join()
    }
    const box = drawn('\\u0378')
    return ${JSON.stringify(characters)}.filter((character) => drawn(character) === box)
  })()`)
  return z.array(z.string()).parse(missing)
}
