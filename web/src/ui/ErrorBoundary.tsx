import { Component, type ReactNode } from 'react'

import { MissingPartError } from '../parts/part.ts'
import { ErrorPanel } from './ErrorPanel.tsx'
import { MissingPart } from './MissingPart.tsx'

interface Props {
  /** Another one than before gives the children another try: where the reader is. */
  readonly place: unknown
  readonly children: ReactNode
}

interface State {
  readonly place: unknown
  readonly failure: { readonly error: unknown } | null
}

/** Shows a panel in the place of children that could not be loaded or drawn; what stands around them stays. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { place: this.props.place, failure: null }

  static getDerivedStateFromError(error: unknown): Pick<State, 'failure'> {
    return { failure: { error } }
  }

  static getDerivedStateFromProps({ place }: Props, state: State): State | null {
    return place === state.place ? null : { place, failure: null }
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    if (failure.error instanceof MissingPartError) return <MissingPart error={failure.error} />
    return (
      <ErrorPanel
        title="This part of the page could not be shown"
        message="Something in it failed; the browser’s console says what. Reload the page, or go elsewhere and come back."
        retryLabel="Reload"
        onRetry={() => window.location.reload()}
      />
    )
  }
}
