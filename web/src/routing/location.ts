import { useMemo, useSyncExternalStore } from 'react'

/*
 * Where the reader is, all of it behind the "#": browsers keep that part to themselves, so no order, filter or search is in a
 * server's log. Router libraries put the query before the "#", or are as large as the table.
 */

export interface Place {
  /** Decoded: ['orders', 'firestore:abc']. */
  readonly path: readonly string[]
  readonly params: URLSearchParams
}

/** The link to a place, for `href`. */
export function hrefOf(path: readonly string[], params = new URLSearchParams()): string {
  const query = params.toString()
  return `#/${path.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`
}

export function placeIn(hash: string): Place {
  const [path, query] = splitOnce(hash.replace(/^#\/?/, ''), '?')
  return { path: path.split('/').filter(Boolean).map(decoded), params: new URLSearchParams(query) }
}

/** The place, whenever it changes. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return useMemo(() => placeIn(hash), [hash])
}

/** Goes to a place; `replace` where the back button should not come back to where we were. */
export function goTo(href: string, { replace = false }: { replace?: boolean } = {}): void {
  if (href === window.location.hash) return
  if (replace) window.history.replaceState(null, '', href)
  else window.history.pushState(null, '', href)
  // Neither tells anybody.
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  window.addEventListener('hashchange', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
    window.removeEventListener('hashchange', listener)
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** A link made by hand may hold a "%" that begins nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
