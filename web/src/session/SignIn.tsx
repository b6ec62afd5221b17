import { SignInPanel } from './SignInPanel.tsx'

/** The page of somebody who is not signed in. */
export function SignIn() {
  return (
    <main className="lone">
      <h1 className="brand">Tidemark</h1>
      <SignInPanel title="Sign in" email="" />
    </main>
  )
}
