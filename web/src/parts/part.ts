import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

import { forgetReload } from './reloads.ts'

/** A part of the page could not be loaded: a newer version has taken its place, or there is no connection. */
export class MissingPartError extends Error {
  override readonly name = 'MissingPartError'
  readonly part: string

  constructor(part: string, cause: unknown) {
    super(`The part "${part}" of the page could not be loaded.`, { cause })
    this.part = part
  }
}

/** Loads a part of the page that comes only when it is needed. `part` names it. Throws a MissingPartError. */
export async function loadPart<T>(part: string, load: () => Promise<T>): Promise<T> {
  try {
    const loaded = await load()
    forgetReload(part)
    return loaded
  } catch (error) {
    throw new MissingPartError(part, error)
  }
}

/** A view that is loaded when it is first shown. Where it cannot be, an ErrorBoundary shows a MissingPart in its place. */
export function lazyPart<Props>(
  part: string,
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => loadPart(part, load))
}
