import { FirebaseError } from 'firebase/app'
import {
  GoogleAuthProvider,
  browserPopupRedirectResolver,
  onIdTokenChanged,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signInWithPopup,
  signOut,
  type Auth,
  type User,
} from 'firebase/auth'

import { watchLeaving } from './leaving.ts'

/** Somebody with an account. Not every account has an e-mail address; `name` is what to call it. */
interface Person {
  readonly uid: string
  readonly name: string
  readonly email: string | null
}

export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'signed-out' }
  /** Signed in, and without the claim that every function asks for. */
  | ({ readonly state: 'no-admin' } & Person)
  | ({ readonly state: 'admin' } & Person)
  /** An admin until now, whose session was revoked or has expired. What they had open waits for them. */
  | ({ readonly state: 'ended' } & Person)
  /** Signed in, but an expired token could not be renewed: nobody knows what this account may. */
  | { readonly state: 'unknown'; readonly message: string }

/** Somebody else signed in, or nobody did: what had waited for the session is not done. */
export class SessionLostError extends Error {
  override readonly name = 'SessionLostError'
}

/** Who is signed in, and the ways back for a call that was refused for want of a session. */
export interface SessionKeeper {
  /** Tells the session at once and whenever it changes. The claim only decides what is shown: the server asks again. */
  readonly watch: (onSession: (session: Session) => void) => () => void
  /** Signs out: nothing waits for this person. */
  readonly leave: () => Promise<void>
  /** The number of renewals and sign-ins so far. */
  readonly version: () => number
  /**
   * Asks for a new token, unless that has happened since version `since`. Where there is none to be had, it waits until the same person
   * has signed in again. Throws a SessionLostError, or Firebase's error where the sign-in service could not be reached.
   */
  readonly renew: (since: number) => Promise<void>
  /** Ends the session and waits until the same person has signed in again, unless that has happened since version `since`. */
  readonly signInAgain: (since: number) => Promise<void>
}

export function keepSession(auth: Auth): SessionKeeper {
  const listeners = new Set<(session: Session) => void>()
  let session: Session = { state: 'loading' }
  let version = 0
  let latest = 0
  let waiting: PromiseWithResolvers<void> | null = null
  let renewing: Promise<void> | null = null

  const tell = (next: Session): void => {
    const isBack = next.state === 'admin' && 'uid' in session && next.uid === session.uid
    session = next
    for (const listener of listeners) listener(next)
    if (waiting === null || next.state === 'ended') return
    version += 1
    if (isBack) waiting.resolve()
    else waiting.reject(new SessionLostError('The session has ended.'))
    waiting = null
  }
  const hear = async (user: User | null): Promise<void> => {
    const own = ++latest
    const next = user === null ? withoutUser(session) : await sessionOf(user)
    // Somebody may have signed out while the token was being renewed.
    if (own === latest) tell(next)
  }
  onIdTokenChanged(auth, (user) => void hear(user))
  // Whoever leaves in one tab leaves in all: a session that ends by itself would wait for them.
  const sayLeaving = watchLeaving(() => tell({ state: 'signed-out' }))

  const untilBack = (): Promise<void> => (waiting ??= Promise.withResolvers<void>()).promise
  const end = async (): Promise<void> => {
    const back = untilBack()
    // What becomes of it is heard of by whoever waits.
    back.catch(() => {})
    await signOut(auth)
    return back
  }
  const newToken = async (): Promise<void> => {
    const user = auth.currentUser
    if (!('uid' in session)) throw new SessionLostError('Nobody is signed in.')
    if (user === null) return untilBack()
    try {
      await user.getIdToken(true)
    } catch (error) {
      if (codeOf(error) === unreachable) throw error
      return end()
    }
    version += 1
  }

  return {
    watch: (onSession) => {
      listeners.add(onSession)
      onSession(session)
      return () => listeners.delete(onSession)
    },
    leave: async () => {
      latest += 1
      tell({ state: 'signed-out' })
      sayLeaving()
      await signOut(auth)
    },
    version: () => version,
    renew: async (since) => {
      if (version !== since) return
      renewing ??= newToken().finally(() => {
        renewing = null
      })
      await renewing
    },
    signInAgain: async (since) => {
      if (version === since) await end()
    },
  }
}

/** The session once nobody is signed in any more: an admin who did not leave may come back to it. */
function withoutUser(before: Session): Session {
  return before.state === 'admin' || before.state === 'ended' ? { ...before, state: 'ended' } : { state: 'signed-out' }
}

async function sessionOf(user: User): Promise<Session> {
  try {
    const { claims } = await user.getIdTokenResult()
    const { uid, email } = user
    const name = email ?? user.displayName ?? 'this account'
    return { state: claims.admin === true ? 'admin' : 'no-admin', uid, name, email }
  } catch (error) {
    return { state: 'unknown', message: refusalOf(error) ?? '' }
  }
}

/** Asks for a new token: a claim that was granted meanwhile is in it. */
export async function renewClaims(auth: Auth): Promise<void> {
  await auth.currentUser?.getIdToken(true)
}

export async function signInWithEmail(auth: Auth, email: string, password: string): Promise<void> {
  await signInWithEmailAndPassword(auth, email, password)
}

export async function signInWithGoogle(auth: Auth): Promise<void> {
  await signInWithPopup(auth, new GoogleAuthProvider(), browserPopupRedirectResolver)
}

/** Refusals of a reset that would tell that there is an account, or that there is none. */
const tellingOfAccount = ['auth/user-not-found', 'auth/user-disabled', 'auth/too-many-requests']

/** Has an e-mail sent with a link to choose a new password, where there is such an account; nobody learns whether there is one. */
export async function requestPasswordReset(auth: Auth, email: string): Promise<void> {
  try {
    await sendPasswordResetEmail(auth, email)
  } catch (error) {
    if (!tellingOfAccount.includes(codeOf(error))) throw error
  }
}

const unreachable = 'auth/network-request-failed'
const wrongPassword = 'There is no account with this e-mail and password.'
const refusals: Readonly<Record<string, string>> = {
  'auth/invalid-credential': wrongPassword,
  'auth/wrong-password': wrongPassword,
  'auth/user-not-found': wrongPassword,
  'auth/invalid-email': 'This is no e-mail address.',
  'auth/user-disabled': 'This account is disabled.',
  'auth/too-many-requests': 'Too many attempts. Wait some minutes, then try again.',
  [unreachable]: 'The sign-in service could not be reached. Check your connection and try again.',
  'auth/operation-not-allowed':
    'This way to sign in is switched off in the Firebase console (Authentication, Sign-in method).',
  'auth/unauthorized-domain': 'This address is not among the authorized domains of Firebase Authentication.',
  'auth/popup-blocked': 'The browser blocked the window. Allow pop-ups for this page and try again.',
}
/** Somebody closed the window: nothing to tell. */
const withdrawn = ['auth/popup-closed-by-user', 'auth/cancelled-popup-request']

/** Returns what to tell of a failed sign-in, or of `attempt`; null where there is nothing to tell. */
export function refusalOf(error: unknown, attempt = 'Signing in'): string | null {
  const code = codeOf(error)
  if (withdrawn.includes(code)) return null
  return refusals[code] ?? `${attempt} failed${code === '' ? '' : ` (${code})`}. Try again.`
}

function codeOf(error: unknown): string {
  return error instanceof FirebaseError ? error.code : ''
}
