import { CSPProvider } from '@base-ui/react/csp-provider'
import { useEffect, useState } from 'react'

import { openBackend, type Backend } from '../backend/backend.ts'
import { BackendContext } from '../backend/context.ts'
import { watchSession, type Session } from '../backend/session.ts'
import { NoAdmin } from '../session/NoAdmin.tsx'
import { SignIn } from '../session/SignIn.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Admin } from './Admin.tsx'

/** Finds out which project this is and who is there, and shows what that person may see. */
export function App() {
  const [backend, setBackend] = useState<Backend | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isCurrent = true
    setFailure(null)
    openBackend().then(
      (opened) => isCurrent && setBackend(opened),
      (error: unknown) => isCurrent && setFailure(error),
    )
    return () => {
      isCurrent = false
    }
  }, [attempt])
  if (failure !== null) {
    return (
      <main className="lone">
        <ErrorPanel
          title="Tidemark could not start"
          message="This page could not find out which Firebase project it belongs to. Check your connection and try again."
          onRetry={() => setAttempt(attempt + 1)}
        />
      </main>
    )
  }
  if (backend === null) return <Waiting />
  return (
    // Components must not write style elements: the page's policy refuses them.
    <CSPProvider disableStyleElements>
      <BackendContext value={backend}>
        <Gate backend={backend} />
      </BackendContext>
    </CSPProvider>
  )
}

function Gate({ backend }: { backend: Backend }) {
  const [session, setSession] = useState<Session>({ state: 'loading' })
  useEffect(() => watchSession(backend.auth, setSession), [backend])
  switch (session.state) {
    case 'loading':
      return <Waiting />
    case 'signed-out':
      return <SignIn />
    case 'no-admin':
      return <NoAdmin email={session.email} />
    case 'admin':
      // Another person begins with nothing of the last one's.
      return <Admin key={session.email} email={session.email} />
  }
}
