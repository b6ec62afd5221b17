import type { Auth, UserRecord } from '../functions/node_modules/firebase-admin/lib/auth/index.js'

/** The part of Firebase Auth that is needed here. */
export type ClaimsAuth = Pick<Auth, 'getUserByEmail' | 'setCustomUserClaims' | 'revokeRefreshTokens' | 'listUsers'>

/** The most that one page of `listUsers` may hold. */
const usersPerPage = 1_000

/** Whether the user is an admin: exactly `true`, as the functions and the rules read the claim. */
export function isAdmin(user: Pick<UserRecord, 'customClaims'>): boolean {
  return user.customClaims?.admin === true
}

/**
 * Sets the claim `admin: true` and keeps the user's other claims; false where it was set already. Claims are replaced
 * as a whole by the API: another tool that writes them in the same moment can be overwritten.
 */
export async function grantAdmin(auth: ClaimsAuth, email: string): Promise<boolean> {
  const user = await auth.getUserByEmail(email)
  if (isAdmin(user)) return false
  await auth.setCustomUserClaims(user.uid, { ...user.customClaims, admin: true })
  return true
}

/**
 * Removes the claim, keeps the others, and revokes the refresh tokens, so that nobody renews a token that has it;
 * false where there was no claim. The tokens are revoked either way: an earlier run may have ended in between.
 */
export async function revokeAdmin(auth: ClaimsAuth, email: string): Promise<boolean> {
  const user = await auth.getUserByEmail(email)
  const { admin, ...others } = user.customClaims ?? {}
  if (admin !== undefined) await auth.setCustomUserClaims(user.uid, others)
  await auth.revokeRefreshTokens(user.uid)
  return admin !== undefined
}

/** Every user who is an admin. Reads all users, for Auth cannot search by claim. */
export async function* listAdmins(auth: ClaimsAuth): AsyncGenerator<UserRecord> {
  let pageToken: string | undefined
  do {
    const page = await auth.listUsers(usersPerPage, pageToken)
    yield* page.users.filter(isAdmin)
    pageToken = page.pageToken
  } while (pageToken !== undefined && pageToken !== '')
}
