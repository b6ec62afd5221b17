import { useState, type FormEvent } from 'react'

import { useBackend } from '../backend/context.ts'
import { refusalOf, requestPasswordReset } from '../backend/session.ts'
import { EmailField } from './EmailField.tsx'

interface Props {
  readonly email: string
  readonly onEmail: (email: string) => void
  readonly onBack: () => void
}

/** Asks for a link to choose a new password. The answer does not tell whether there is such an account. */
export function ResetForm({ email, onEmail, onBack }: Props) {
  const { auth } = useBackend()
  const [isBusy, setIsBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const send = async (): Promise<void> => {
    setIsBusy(true)
    setSaid(null)
    setRefusal(null)
    try {
      await requestPasswordReset(auth, email.trim())
      setSaid(
        'If there is an account with this address, a link to choose a new password is on its way. If none comes in a few minutes, look among the unwanted mail, then try again.',
      )
    } catch (error) {
      setRefusal(refusalOf(error, 'Sending the link'))
    }
    setIsBusy(false)
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void send()
  }
  return (
    <form onSubmit={onSubmit} aria-busy={isBusy}>
      <EmailField email={email} onEmail={onEmail} />
      <p role="status">{said}</p>
      {refusal !== null && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={isBusy}>
        Send a link
      </button>
      <button type="button" className="link-button" onClick={onBack}>
        Back to the sign-in
      </button>
    </form>
  )
}
