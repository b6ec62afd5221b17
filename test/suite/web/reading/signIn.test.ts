import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'

import { grantAdmin, revokeAdmin } from '../../../../cli/adminClaim.ts'
import { adminAuth } from '../../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../../cli/paths.ts'
import { noProblems } from '../../../../tools/browser/browser.ts'
import { localAdmin } from '../../../../tools/local/admin.ts'
import { localVisitor } from '../../../harness/localShop.ts'
import { rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()
const nobody = { signedInAs: undefined }

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

it('an admin signs in, finds the orders, stays signed in after a reload, and signs out', async () => {
  const { page, problems } = await tests.open('', nobody)
  await signIn(page, localAdmin)
  await rowsOf(page).first().waitFor()
  await page.reload()
  await rowsOf(page).first().waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Password').waitFor()
  expect(await rowsOf(page).count()).toBe(0)
  expect(problems).toEqual(noProblems)
})

it('a link into the middle leads there after the sign-in', async () => {
  const { page } = await tests.open('#/orders?status=completed', nobody)
  await signIn(page, localAdmin)
  await rowsOf(page).first().waitFor()
  expect(page.url()).toMatch(/#\/orders\?status=completed$/)
  expect(await page.locator('.chip').allTextContents()).toEqual(
    Array.from({ length: await rowsOf(page).count() }, () => 'Completed'),
  )
})

it('a wrong password is told, without saying whether there is such an account', async () => {
  const { page } = await tests.open('', nobody)
  await signIn(page, { ...localAdmin, password: 'wrong' })
  const known = await page.getByRole('alert').textContent()
  await signIn(page, { email: 'nobody@example.com', password: 'wrong' })
  await page.getByRole('button', { name: 'Sign in', exact: true, disabled: false }).waitFor()
  expect(await page.getByRole('alert').textContent()).toBe(known)
  expect(known).toBe('There is no account with this e-mail and password.')
})

it('somebody without the claim sees who they are and what to do, and no order; with it they look again and are in', async () => {
  const { page, problems } = await tests.open('', { signedInAs: localVisitor })
  await page.getByRole('heading', { name: 'This account is no admin' }).waitFor()
  expect(await page.getByRole('main').textContent()).toContain(`npm run admin -- grant ${localVisitor.email}`)
  expect(await page.getByRole('table').count()).toBe(0)
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('This account still is no admin.').waitFor()
  const auth = adminAuth(localProject)
  await grantAdmin(auth, localVisitor.email)
  onTestFinished(async () => void (await revokeAdmin(auth, localVisitor.email)))
  await page.getByRole('button', { name: 'Look again' }).click()
  await rowsOf(page).first().waitFor()
  expect(problems).toEqual(noProblems)
})
