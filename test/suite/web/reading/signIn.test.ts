import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'

import { revokeAdmin } from '../../../../cli/adminClaim.ts'
import { adminAuth } from '../../../../cli/firebaseAdmin.ts'
import { localProject, projectRoot } from '../../../../cli/paths.ts'
import { noProblems } from '../../../../tools/browser/browser.ts'
import { localAdmin } from '../../../../tools/local/admin.ts'
import { expectAccessibleInLightAndDark } from '../../../harness/axe.ts'
import { localVisitor } from '../../../harness/localShop.ts'
import { rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'
import { ownAdmin, signIn } from '../../../harness/signIn.ts'

const tests = sharedShopInBrowser()
const nobody = { signedInAs: undefined }

it('an admin signs in, finds the orders, stays signed in after a reload, and signs out', async () => {
  const { page, problems } = await tests.open('', nobody)
  await signIn(page, localAdmin)
  await rowsOf(page).first().waitFor()
  await page.reload()
  await rowsOf(page).first().waitFor()
  await page.getByRole('button', { name: 'Menu' }).click()
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
  const { page, problems } = await tests.open('', {
    signedInAs: localVisitor,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.getByRole('heading', { name: 'This account is no admin' }).waitFor()
  const command = await page.getByRole('main').locator('code').innerText()
  expect(command).toContain(`npm run admin -- grant ${localVisitor.email} --project ${localProject}`)
  expect(await page.getByRole('table').count()).toBe(0)
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('This account still is no admin.').waitFor()
  await page.getByRole('button', { name: 'Copy the command' }).click()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(command)
  const auth = adminAuth(localProject)
  onTestFinished(async () => void (await revokeAdmin(auth, localVisitor.email)))
  // As it stands there, in a shell in Tidemark's folder. What surrounds this test says which project and emulator are meant, too.
  const told = ['GCLOUD_PROJECT', 'GOOGLE_CLOUD_PROJECT', 'FIREBASE_AUTH_EMULATOR_HOST']
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.includes(name)))
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: projectRoot, env })
  expect(stdout).toContain(`${localVisitor.email} is an admin now`)
  await page.getByRole('button', { name: 'Look again' }).click()
  await rowsOf(page).first().waitFor()
  expect(problems).toEqual(noProblems)
})

const codesSchema = z.object({ oobCodes: z.array(z.object({ email: z.string(), oobLink: z.string() })).optional() })

/** The links that the emulator has "sent" to an address. */
async function sentLinks(email: string): Promise<string[]> {
  const host = process.env.FIREBASE_AUTH_EMULATOR_HOST
  const answer: unknown = await (await fetch(`http://${host}/emulator/v1/projects/${localProject}/oobCodes`)).json()
  const { oobCodes = [] } = codesSchema.parse(answer)
  return oobCodes.filter((code) => code.email === email).map(({ oobLink }) => oobLink)
}

it('who forgot the password is sent a link, and nobody learns which addresses have an account', async () => {
  const { email } = await ownAdmin('forgetful')
  const { page, problems } = await tests.open('', { ...nobody, reducedMotion: 'reduce' })
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Forgot the password?' }).click()
  const send = page.getByRole('button', { name: 'Send a link' })
  // What was typed is not typed again.
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
  await send.click()
  const said = page.getByRole('status').getByText('If there is an account')
  await said.waitFor()
  const known = await said.textContent()
  await expectAccessibleInLightAndDark(page)
  expect(problems).toEqual(noProblems)
  const [link = ''] = await sentLinks(email)

  const stranger = 'stranger@example.com'
  await page.getByLabel('E-mail').fill(stranger)
  const asked = page.waitForResponse((response) => response.url().includes(':sendOobCode'))
  await send.click()
  await asked
  await page.getByRole('button', { name: 'Send a link', disabled: false }).waitFor()
  await said.waitFor()
  expect(await said.textContent()).toBe(known)
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await sentLinks(stranger)).toEqual([])

  await fetch(`${link}&newPassword=another-password`)
  await page.getByRole('button', { name: 'Back to the sign-in' }).click()
  await signIn(page, { email, password: 'another-password' })
  await rowsOf(page).first().waitFor()
})
