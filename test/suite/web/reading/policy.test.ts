import { describe, expect, it, onTestFinished } from 'vitest'

import { noProblems, openPage, pageOrigin, type OpenPage, type PageOptions } from '../../../../tools/browser/browser.ts'
import { localVisitor } from '../../../harness/localShop.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* What a real browser makes of the headers, on the page as it is built: test/deploy/hosting.test.ts reads them. */

const tests = sharedShopInBrowser()

async function open(options?: PageOptions): Promise<OpenPage> {
  const opened = await openPage(tests.browser, options)
  onTestFinished(() => opened.close())
  return opened
}

describe('the page', () => {
  it.each(['light', 'dark'] as const)('opens in %s without a word from the browser', async (colorScheme) => {
    const { page, problems } = await open({ colorScheme })
    await page.locator('#root *').first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(problems).toEqual(noProblems)
    expect(await page.evaluate(`matchMedia('(prefers-color-scheme: dark)').matches`)).toBe(colorScheme === 'dark')
  })

  it('finds the session that a test has stored', async () => {
    const { page, problems } = await open({ signedInAs: localVisitor })
    await page.getByText(localVisitor.email).first().waitFor()
    expect(problems).toEqual(noProblems)
  })

  it('finds none otherwise', async () => {
    const { page, context } = await open()
    await page.getByLabel(/password/i).waitFor()
    expect((await context.storageState()).origins).toEqual([])
  })
})

/** Puts an element into the document, as somebody would who has found a hole. */
function inject(name: string, attributes: Readonly<Record<string, string>>, text = ''): string {
  return `(() => {
    const element = document.createElement(${JSON.stringify(name)})
    for (const [key, value] of Object.entries(${JSON.stringify(attributes)})) element.setAttribute(key, value)
    element.textContent = ${JSON.stringify(text)}
    document.body.append(element)
  })()`
}

describe('the policy', () => {
  it.each([
    ['an inline script', inject('script', {}, 'window.ran = true'), 'script-src-elem refused inline'],
    [
      'an inline handler',
      inject('img', { src: 'data:,', onerror: 'window.ran = true' }),
      'script-src-attr refused inline',
    ],
    ['an inline style', inject('style', {}, '* { color: red }'), 'style-src-elem refused inline'],
    ['a style attribute', inject('p', { style: 'color: red' }), 'style-src-attr refused inline'],
    [
      "another's script",
      inject('script', { src: 'https://example.com/a.js' }),
      'script-src-elem refused https://example',
    ],
    ["another's image", inject('img', { src: 'https://example.com/a.png' }), 'img-src refused https://example.com'],
    ["another's frame", inject('iframe', { src: 'https://example.com/' }), 'frame-src refused https://example.com'],
    ['an object', inject('object', { data: '/assets/a.svg' }), `object-src refused http`],
    ['a base address', inject('base', { href: 'https://example.com/' }), 'base-uri refused https://example.com'],
    [
      'a request elsewhere',
      `void fetch('https://example.com/').catch(() => {})`,
      'connect-src refused https://example',
    ],
  ])('refuses %s', async (_what, script, violation) => {
    const { page, problems } = await open()
    await page.evaluate(script)
    await expect.poll(() => problems.violations).toContainEqual(expect.stringContaining(violation))
    expect(await page.evaluate('window.ran')).toBeUndefined()
  })

  it('lets the page ask the emulators', async () => {
    const { page, problems } = await open()
    const { FUNCTIONS_EMULATOR_ORIGIN, FIRESTORE_EMULATOR_HOST, FIREBASE_AUTH_EMULATOR_HOST } = process.env
    for (const url of [
      `${FUNCTIONS_EMULATOR_ORIGIN}/`,
      `http://${FIRESTORE_EMULATOR_HOST}/`,
      `http://${FIREBASE_AUTH_EMULATOR_HOST}/`,
    ]) {
      // Throws where the policy refuses it. What it says is for other origins to read or not.
      await page.evaluate(`fetch(${JSON.stringify(url)}, { mode: 'no-cors' }).then(() => null)`)
    }
    expect(problems).toMatchObject({ violations: [], outsideRequests: [] })
  })

  it('lets nobody frame the page', async () => {
    const { page } = await open()
    await page.goto('about:blank')
    await page.evaluate(inject('iframe', { src: pageOrigin() }))
    await expect
      .poll(() => page.frames().map((frame) => frame.url()))
      .toEqual(['about:blank', 'chrome-error://chromewebdata/'])
  })
})

describe('the browser of these tests', () => {
  it('reaches this machine only, and says where else a page would have gone', async () => {
    const { page, context, problems } = await open()
    const other = await context.newPage()
    await expect(other.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    await expect(other.goto('http://192.0.2.1/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    expect(problems.outsideRequests).toEqual(['http://example.com/', 'http://192.0.2.1/'])
    await page.evaluate(`setTimeout(() => { throw new Error('nobody catches this') })`)
    await page.evaluate(`console.error('said')`)
    await expect.poll(() => problems.pageErrors).toEqual([expect.stringContaining('nobody catches this')])
    await expect.poll(() => problems.consoleErrors).toEqual([expect.stringContaining('said')])
  })

  it('has the language and the time zone that the tests count on', async () => {
    const { page } = await open()
    const zone = `Intl.DateTimeFormat().resolvedOptions().timeZone`
    expect(await page.evaluate(`[navigator.language, ${zone}]`)).toEqual(['en-US', 'Europe/Berlin'])
  })
})
