import type { Locator, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

import { grantAdmin } from '../../cli/adminClaim.ts'
import { adminAuth } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'
import type { Credentials } from '../../tools/browser/sessions.ts'

/** Fills in the form to sign in, and sends it. */
export async function signIn(within: Page | Locator, { email, password }: Credentials): Promise<void> {
  await within.getByLabel('E-mail').fill(email)
  await within.getByLabel('Password').fill(password)
  await within.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export interface OwnAdmin extends Credentials {
  readonly uid: string
}

/** An admin of one test, who is gone after it: what happens to this account happens to nobody else. */
export async function ownAdmin(name: string): Promise<OwnAdmin> {
  const auth = adminAuth(localProject)
  const credentials = { email: `${name}@example.com`, password: 'tidemark-test' }
  const { uid } = await auth.createUser({ ...credentials, emailVerified: true })
  onTestFinished(() => auth.deleteUser(uid))
  await grantAdmin(auth, credentials.email)
  return { ...credentials, uid }
}
