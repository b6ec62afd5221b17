import type { ReactNode } from 'react'

import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import type { Heard } from './useListened.ts'

interface Props<T> {
  readonly heard: Heard<T>
  /** What is listened to: "The alerts". */
  readonly what: string
  readonly children: (items: readonly T[]) => ReactNode
}

/** What a listener told, or that it has not yet, or that it tells no more. */
export function Listened<T>({ heard: { items, isLost, retry }, what, children }: Props<T>) {
  return (
    <>
      {isLost && (
        <ErrorPanel
          title={items === null ? `${what} could not be read` : `${what} are no longer live`}
          message={
            items === null ? 'Check your connection and try again.' : 'The connection broke: what is shown may be old.'
          }
          onRetry={retry}
        />
      )}
      {items !== null && children(items)}
      {items === null && !isLost && <Waiting />}
    </>
  )
}
