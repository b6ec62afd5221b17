/*
 * What this browser remembers of its reader: their own choices, and nothing of the orders. Where storage is switched off, it
 * remembers nothing, and all else works.
 */

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Null forgets. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Storage is switched off, or full.
  }
}
