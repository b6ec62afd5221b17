import { deleteApp, initializeApp } from 'firebase/app'
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword } from 'firebase/auth'
import { z } from 'zod'

import { localProject } from '../../cli/paths.ts'
import { emulatorPorts } from '../stack/ports.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** The name that Firebase's client gives to the app of a page that names none. */
const appOfPage = '[DEFAULT]'

/**
 * Signs a user in and returns what Firebase's client would have left in the page's local storage, which is where it looks for
 * a session when it starts.
 */
export async function storedSession(
  origin: string,
  { email, password }: Credentials,
): Promise<{ name: string; value: string }> {
  // The key under which a session is kept has the API key of the page's own configuration in it.
  const configuration: unknown = await (await fetch(`${origin}/__/firebase/init.json`)).json()
  const { apiKey } = z.object({ apiKey: z.string() }).parse(configuration)
  const app = initializeApp({ projectId: localProject, apiKey }, 'session')
  try {
    const auth = getAuth(app)
    connectAuthEmulator(auth, `http://127.0.0.1:${emulatorPorts().auth}`, { disableWarnings: true })
    const { user } = await signInWithEmailAndPassword(auth, email, password)
    return {
      name: `firebase:authUser:${apiKey}:${appOfPage}`,
      value: JSON.stringify({ ...user.toJSON(), appName: appOfPage }),
    }
  } finally {
    await deleteApp(app)
  }
}
