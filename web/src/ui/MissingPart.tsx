import { useEffect, useState } from 'react'

import type { MissingPartError } from '../parts/part.ts'
import { reloadFor, type Absence } from '../parts/reloadFor.ts'
import { ErrorPanel } from './ErrorPanel.tsx'
import { Waiting } from './Waiting.tsx'

const messages: Readonly<Record<Exclude<Absence, 'looking'>, string>> = {
  unreachable: 'The server cannot be reached. This part comes by itself as soon as the connection is back.',
  gone: 'The server answers and does not have it: a newer version may be on its way. Reload the page in a moment.',
}

/** Stands in for a part of the page that could not be loaded, and reloads the page where that may help. */
export function MissingPart({ error }: { error: MissingPartError }) {
  const [absence, setAbsence] = useState<Absence>('looking')
  useEffect(() => reloadFor(error, setAbsence), [error])
  if (absence === 'looking') return <Waiting />
  return (
    <ErrorPanel
      title="This part of the page could not be loaded"
      message={messages[absence]}
      retryLabel="Reload"
      onRetry={() => window.location.reload()}
    />
  )
}
