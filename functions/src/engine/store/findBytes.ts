/** Finds where bytes begin in others, from a position on; -1 where they do not. Not to be asked for no bytes at all. */
export type FindBytes = (bytes: Uint8Array, from: number) => number

/** Prepares a search for `sought`. A machine may have a faster one of its own. */
export type Finder = (sought: Uint8Array) => FindBytes

/** Searches by Horspool's algorithm, which skips as many bytes as it looks for where it can. */
export const findBytes: Finder = (sought) => {
  const last = sought.length - 1
  const skips = new Uint32Array(256).fill(sought.length)
  for (let i = 0; i < last; i++) skips[sought[i] ?? 0] = last - i
  const isAt = (bytes: Uint8Array, at: number): boolean => {
    for (let i = 0; i < last; i++) if (bytes[at + i] !== sought[i]) return false
    return true
  }
  return (bytes, from) => {
    for (let end = from + last; end < bytes.length; end += skips[bytes[end] ?? 0] ?? 1) {
      if (bytes[end] === sought[last] && isAt(bytes, end - last)) return end - last
    }
    return -1
  }
}
