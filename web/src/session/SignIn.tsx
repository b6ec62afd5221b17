import { useState, type FormEvent } from 'react'

import { useBackend } from '../backend/context.ts'
import { refusalOf, signInWithEmail, signInWithGoogle } from '../backend/session.ts'

export function SignIn() {
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
    const fields = new FormData(event.currentTarget)
    const text = (name: string): string => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    }
    void attempt(() => signInWithEmail(auth, text('email').trim(), text('password')))
  }
  return (
    <main className="lone">
      <h1 className="brand">Tidemark</h1>
      <form className="panel sign-in" onSubmit={onSubmit} aria-busy={isBusy}>
        <h2>Sign in</h2>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="username" required />
        </label>
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
      </form>
    </main>
  )
}
