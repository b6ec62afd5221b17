import {
  GoogleAuthProvider,
  browserPopupRedirectResolver,
  onIdTokenChanged,
  signInWithEmailAndPassword,
  signInWithPopup,
  signOut,
  type Auth,
  type User,
} from 'firebase/auth'
import { FirebaseError } from 'firebase/app'

export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'signed-out' }
  /** Signed in, and without the claim that every function asks for. */
  | { readonly state: 'no-admin'; readonly email: string }
  | { readonly state: 'admin'; readonly email: string }
  /** Signed in, but an expired token could not be renewed: nobody knows what this account may. */
  | { readonly state: 'unknown'; readonly message: string }

/** Tells who is signed in, at once and whenever that changes. The claim only decides what is shown: the server asks again. */
export function watchSession(auth: Auth, onSession: (session: Session) => void): () => void {
  let latest = 0
  const tell = async (user: User | null): Promise<void> => {
    const own = ++latest
    const session = await sessionOf(user)
    // Somebody may have signed out while the token was being renewed.
    if (own === latest) onSession(session)
  }
  return onIdTokenChanged(auth, (user) => void tell(user))
}

async function sessionOf(user: User | null): Promise<Session> {
  if (user === null) return { state: 'signed-out' }
  try {
    const { claims } = await user.getIdTokenResult()
    const email = user.email ?? user.displayName ?? 'this account'
    return { state: claims.admin === true ? 'admin' : 'no-admin', email }
  } catch (error) {
    return { state: 'unknown', message: refusalOf(error) ?? '' }
  }
}

/** Asks for a new token: a claim that was granted meanwhile is in it. */
export async function renewSession(auth: Auth): Promise<void> {
  await auth.currentUser?.getIdToken(true)
}

export async function signInWithEmail(auth: Auth, email: string, password: string): Promise<void> {
  await signInWithEmailAndPassword(auth, email, password)
}

export async function signInWithGoogle(auth: Auth): Promise<void> {
  await signInWithPopup(auth, new GoogleAuthProvider(), browserPopupRedirectResolver)
}

export function leave(auth: Auth): Promise<void> {
  return signOut(auth)
}

const wrongPassword = 'There is no account with this e-mail and password.'
const refusals: Readonly<Record<string, string>> = {
  'auth/invalid-credential': wrongPassword,
  'auth/wrong-password': wrongPassword,
  'auth/user-not-found': wrongPassword,
  'auth/invalid-email': 'This is no e-mail address.',
  'auth/user-disabled': 'This account is disabled.',
  'auth/too-many-requests': 'Too many attempts. Wait some minutes, then try again.',
  'auth/network-request-failed': 'The sign-in service could not be reached. Check your connection and try again.',
  'auth/operation-not-allowed':
    'This way to sign in is switched off in the Firebase console (Authentication, Sign-in method).',
  'auth/unauthorized-domain': 'This address is not among the authorized domains of Firebase Authentication.',
  'auth/popup-blocked': 'The browser blocked the window. Allow pop-ups for this page and try again.',
}
/** Somebody closed the window: nothing to tell. */
const withdrawn = ['auth/popup-closed-by-user', 'auth/cancelled-popup-request']

/** What to tell of a failed sign-in; null where there is nothing to tell. */
export function refusalOf(error: unknown): string | null {
  const code = error instanceof FirebaseError ? error.code : ''
  if (withdrawn.includes(code)) return null
  return refusals[code] ?? `Signing in failed${code === '' ? '' : ` (${code})`}. Try again.`
}
