/*
 * For which parts this tab has reloaded the page. A part that stays missing must not make it do so again and again, so this
 * outlives a reload; where storage is switched off, the page reloads for nobody.
 */

const keyOf = (part: string): string => `tidemark-reloaded-for-${part}`

/** Notes that the page reloads for a part; false where it has done so before, or where nobody would remember it. */
export function noteReload(part: string): boolean {
  try {
    if (sessionStorage.getItem(keyOf(part)) !== null) return false
    sessionStorage.setItem(keyOf(part), '')
    return true
  } catch {
    return false
  }
}

/** Forgets it: the part has come. */
export function forgetReload(part: string): void {
  try {
    sessionStorage.removeItem(keyOf(part))
  } catch {
    // Nothing was noted either.
  }
}
