import { useState } from 'react'

import { CopyButton } from '../ui/CopyButton.tsx'

interface Props {
  readonly payload?: unknown
  readonly payloadOmitted?: true
}

/** The source's own record, for those who ask; it may be long, so it is written out only when it is opened. */
export function Payload({ payload, payloadOmitted }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  if (payload === undefined) {
    return (
      <p className="muted">
        {payloadOmitted ? "The source's own record was too large to keep." : 'No record is kept.'}
      </p>
    )
  }
  const text = isOpen ? JSON.stringify(payload, null, 2) : ''
  return (
    <details className="payload" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>The source’s own record</summary>
      {isOpen && (
        <>
          <CopyButton text={text} what="the record" />
          <pre tabIndex={0} role="region" aria-label="The source’s own record">
            {text}
          </pre>
        </>
      )}
    </details>
  )
}
