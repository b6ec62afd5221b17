import './signInAgain.css'

import { useId, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'

import { useBackend } from '../backend/context.ts'
import { SignInPanel } from './SignInPanel.tsx'

interface Props {
  readonly name: string
  readonly email: string | null
}

/**
 * Stands over the page of an admin whose session has ended. It covers all of it: what is shown there is for admins. What is open there
 * stays as it is, for the same person to go on.
 */
export function SignInAgain({ name, email }: Props) {
  const { session } = useBackend()
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // A layout effect ends before the dialog is taken away: after that it could give the focus back to nobody.
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown === null) return
    shown.showModal()
    // A panel that is open below would close with Esc, and take the shortcuts.
    const keep = (event: KeyboardEvent): void => event.stopPropagation()
    shown.addEventListener('keydown', keep)
    return () => {
      shown.removeEventListener('keydown', keep)
      shown.close()
    }
  }, [])
  return createPortal(
    <dialog
      ref={dialog}
      className="sign-in-again"
      aria-labelledby={titleId}
      // Esc leads nowhere. Browsers that know no `closedby` close a dialog with the second one.
      closedby="none"
      onCancel={(event) => event.preventDefault()}
      onClose={({ currentTarget }) => currentTarget.isConnected && !currentTarget.open && currentTarget.showModal()}
    >
      <SignInPanel title="Sign in again" titleId={titleId} email={email ?? ''}>
        <p>
          The session of <strong>{name}</strong> has ended. Sign in to go on where you were.
        </p>
      </SignInPanel>
      <button type="button" className="link-button" onClick={() => void session.leave()}>
        Sign out and close everything
      </button>
    </dialog>,
    // Not within the page: an open panel keeps screen readers out of that.
    document.body,
  )
}
