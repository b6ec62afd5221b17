import { useState, type ReactNode } from 'react'

import { ResetForm } from './ResetForm.tsx'
import { SignInForm } from './SignInForm.tsx'

interface Props {
  readonly title: string
  readonly titleId?: string
  /** The address that the form begins with. */
  readonly email: string
  /** What stands between the title and the form. */
  readonly children?: ReactNode
}

/** The form to sign in, or the one for a forgotten password. */
export function SignInPanel({ title, titleId, email, children }: Props) {
  const [typed, setTyped] = useState(email)
  const [isResetting, setIsResetting] = useState(false)
  return (
    <section className="panel sign-in">
      <h2 id={titleId}>{isResetting ? 'Choose a new password' : title}</h2>
      {isResetting ? (
        <ResetForm email={typed} onEmail={setTyped} onBack={() => setIsResetting(false)} />
      ) : (
        <>
          {children}
          <SignInForm email={typed} onEmail={setTyped} onForgotten={() => setIsResetting(true)} />
        </>
      )}
    </section>
  )
}
