import { useState } from 'react'

import { useBackend } from '../backend/context.ts'
import { refusalOf, renewClaims } from '../backend/session.ts'
import { grantCommand } from '../format/grantCommand.ts'
import { CopyButton } from '../ui/CopyButton.tsx'

/** For somebody who is signed in and may not see orders: says so, and what to do. */
export function NoAdmin({ name, email }: { name: string; email: string | null }) {
  const { auth, session } = useBackend()
  const [said, setSaid] = useState<string | null>(null)
  const lookAgain = async (): Promise<void> => {
    setSaid('Looking …')
    try {
      await renewClaims(auth)
      setSaid('This account still is no admin.')
    } catch (error) {
      setSaid(refusalOf(error, 'Looking again'))
    }
  }
  return (
    <main className="lone">
      <h1 className="brand">Tidemark</h1>
      <section className="panel">
        <h2>This account is no admin</h2>
        <p>
          You are signed in as <strong>{name}</strong>. Orders are shown to admins only.
        </p>
        <HowToBecomeOne email={email} />
        <p className="button-row">
          <button type="button" className="button button-primary" onClick={() => void lookAgain()}>
            Look again
          </button>
          <button type="button" className="button" onClick={() => void session.leave()}>
            Sign out
          </button>
        </p>
        <p role="status">{said}</p>
      </section>
    </main>
  )
}

function HowToBecomeOne({ email }: { email: string | null }) {
  const { projectId, authEmulator } = useBackend()
  if (email === null) return <p>Admins are known by their e-mail address. Sign in with an account that has one.</p>
  const command = grantCommand({ email, projectId, authEmulator })
  return (
    <>
      <p>Somebody who deploys this shop can make you one, in Tidemark’s folder:</p>
      <div className="command">
        <code>{command}</code>
        <CopyButton text={command} what="the command" />
      </div>
    </>
  )
}
