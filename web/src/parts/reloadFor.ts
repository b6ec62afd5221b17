import type { MissingPartError } from './part.ts'
import { noteReload } from './reloads.ts'
import { askAgainMs, isServerAnswering, onConnectionChange } from './server.ts'

/** What is known of a part that could not be loaded. */
export type Absence =
  /** The server is being asked, or the page is reloading. */
  | 'looking'
  /** The server does not answer: the page goes on when it does. */
  | 'unreachable'
  /** The server answers, and a reload did not bring the part. */
  | 'gone'

/**
 * Reloads the page for a part that is missing, as soon as the server answers: once, or again after the connection was seen to be
 * gone. Only a reload helps for certain: the page may be of an older version, and browsers remember which modules failed
 * (https://github.com/whatwg/html/issues/6768). Returns a function that stops waiting.
 */
export function reloadFor(missing: MissingPartError, onAbsence: (absence: Absence) => void): () => void {
  let looks = 0
  let timer: number | undefined
  let wasUnreachable = false
  const look = async (): Promise<void> => {
    const own = (looks += 1)
    clearTimeout(timer)
    const answers = await isServerAnswering()
    // It was stopped, or something has happened meanwhile and was looked at.
    if (own !== looks) return
    if (!answers) {
      wasUnreachable = true
      onAbsence('unreachable')
      timer = window.setTimeout(() => void look(), askAgainMs)
      return
    }
    // An outage explains the failure before it: that one says nothing of what a reload brings.
    if (!noteReload(missing.part) && !wasUnreachable) return onAbsence('gone')
    onAbsence('looking')
    await askPastCache(missing)
    if (own === looks) window.location.reload()
  }
  const unwatch = onConnectionChange(() => void look())
  return () => {
    looks += 1
    clearTimeout(timer)
    unwatch()
  }
}

/**
 * A host may let browsers keep the answer that a file is missing for as long as the file itself
 * (https://github.com/sveltejs/kit/issues/16615): a reload would find that one. Most browsers name the file.
 */
async function askPastCache({ cause }: MissingPartError): Promise<void> {
  const file = cause instanceof Error ? /\S+\.(?:js|css)\b/.exec(cause.message)?.[0] : undefined
  if (file === undefined) return
  // Whatever comes of it, the page reloads.
  await fetch(file, { cache: 'reload' }).catch(() => null)
}
