import { useState, type FormEvent } from 'react'

import { useBackend } from '../backend/context.ts'
import { refusalOf, signInWithEmail, signInWithGoogle } from '../backend/session.ts'
import { EmailField } from './EmailField.tsx'

interface Props {
  readonly email: string
  readonly onEmail: (email: string) => void
  readonly onForgotten: () => void
}

export function SignInForm({ email, onEmail, onForgotten }: Props) {
  const { auth } = useBackend()
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const attempt = async (signIn: () => Promise<void>): Promise<void> => {
    setIsBusy(true)
    setRefusal(null)
    try {
      await signIn()
    } catch (error) {
      setRefusal(refusalOf(error))
      setIsBusy(false)
    }
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const password = new FormData(event.currentTarget).get('password')
    void attempt(() => signInWithEmail(auth, email.trim(), typeof password === 'string' ? password : ''))
  }
  return (
    <form onSubmit={onSubmit} aria-busy={isBusy}>
      <EmailField email={email} onEmail={onEmail} />
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {refusal !== null && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={isBusy}>
        Sign in
      </button>
      <button
        type="button"
        className="button"
        disabled={isBusy}
        onClick={() => void attempt(() => signInWithGoogle(auth))}
      >
        Sign in with Google
      </button>
      <button type="button" className="link-button" disabled={isBusy} onClick={onForgotten}>
        Forgot the password?
      </button>
    </form>
  )
}
