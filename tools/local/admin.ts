import { grantAdmin } from '../../cli/adminClaim.ts'
import { adminAuth } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'

/** Who signs in on the local stack. No secret: the Auth emulator is reachable from this machine only, and forgets. */
export const localAdmin = { email: 'admin@example.com', password: 'tidemark-local' } as const

/** Makes the local admin in the Auth emulator, with the claim that the functions and the rules ask for. */
export async function createLocalAdmin(): Promise<void> {
  const auth = adminAuth(localProject)
  await auth.createUser({ ...localAdmin, displayName: 'Local admin', emailVerified: true })
  await grantAdmin(auth, localAdmin.email)
}
