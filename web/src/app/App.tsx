import { CSPProvider } from '@base-ui/react/csp-provider'
import { useEffect, useState } from 'react'

import { openBackend, type Backend } from '../backend/backend.ts'
import { BackendContext } from '../backend/context.ts'
import { watchSession, type Session } from '../backend/session.ts'
import { NoAdmin } from '../session/NoAdmin.tsx'
import { SignIn } from '../session/SignIn.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Admin } from './Admin.tsx'

/** Finds out which project this is and who is there, and shows what that person may see. */
export function App() {
  const [opening, setOpening] = useState(openBackend)
  return (
    // Components must not write style elements: the page's policy refuses them.
    <CSPProvider disableStyleElements>
      <ErrorBoundary place={null}>
        <Opening opening={opening} onRetry={() => setOpening(openBackend())} />
      </ErrorBoundary>
    </CSPProvider>
  )
}

type Opened = { readonly of: Promise<Backend>; readonly backend: Backend | null }

function Opening({ opening, onRetry }: { opening: Promise<Backend>; onRetry: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  useEffect(() => {
    let isCurrent = true
    const tell = (backend: Backend | null): void => {
      if (isCurrent) setOpened({ of: opening, backend })
    }
    opening.then(tell, () => tell(null))
    return () => {
      isCurrent = false
    }
  }, [opening])
  // What became of an attempt before says nothing of this one.
  if (opened?.of !== opening) return <Waiting />
  if (opened.backend === null) {
    return (
      <main className="lone">
        <ErrorPanel
          title="Tidemark could not start"
          message="This page could not find out which Firebase project it belongs to. Check your connection and try again."
          onRetry={onRetry}
        />
      </main>
    )
  }
  return (
    <BackendContext value={opened.backend}>
      <Gate backend={opened.backend} />
    </BackendContext>
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
    case 'unknown':
      return (
        <main className="lone">
          <ErrorPanel
            title="Your account could not be checked"
            message={session.message}
            onRetry={() => window.location.reload()}
          />
        </main>
      )
    case 'no-admin':
      return <NoAdmin email={session.email} />
    case 'admin':
      // Another person begins with nothing of the last one's.
      return <Admin key={session.email} email={session.email} />
  }
}
