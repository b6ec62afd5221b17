import { useState } from 'react'

import { useBackend } from '../backend/context.ts'
import { leave, refusalOf, renewSession } from '../backend/session.ts'

/** For somebody who is signed in and may not see orders: says so, and what to do. */
export function NoAdmin({ email }: { email: string }) {
  const { auth } = useBackend()
  const [said, setSaid] = useState<string | null>(null)
  const lookAgain = async (): Promise<void> => {
    setSaid('Looking …')
    try {
      await renewSession(auth)
      setSaid('This account still is no admin.')
    } catch (error) {
      setSaid(refusalOf(error))
    }
  }
  return (
    <main className="lone">
      <h1 className="brand">Tidemark</h1>
      <section className="panel">
        <h2>This account is no admin</h2>
        <p>
          You are signed in as <strong>{email}</strong>. Orders are shown to admins only.
        </p>
        <p>
          Somebody who deploys this shop can make you one: <code>npm run admin -- grant {email}</code>
        </p>
        <p className="button-row">
          <button type="button" className="button button-primary" onClick={() => void lookAgain()}>
            Look again
          </button>
          <button type="button" className="button" onClick={() => void leave(auth)}>
            Sign out
          </button>
        </p>
        <p role="status">{said}</p>
      </section>
    </main>
  )
}
