/** While the page's server cannot be reached, it is asked again after so many milliseconds. */
export const askAgainMs = 5_000

/** Tells whether the page's server answers, whatever it says. */
export async function isServerAnswering(): Promise<boolean> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' })
    return true
  } catch {
    return false
  }
}

/** Calls `look` now, and whenever the browser finds or loses a network, until the returned function is called. */
export function onConnectionChange(look: () => void): () => void {
  window.addEventListener('online', look)
  window.addEventListener('offline', look)
  look()
  return () => {
    window.removeEventListener('online', look)
    window.removeEventListener('offline', look)
  }
}
