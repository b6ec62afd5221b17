/** Finds where the bytes that are sought begin next, from a position on; -1 where they do not. */
export type FindNext = (from: number) => number

/** Prepares a search for `sought`, which is not empty, in `bytes`. A machine may have a faster one of its own. */
export type Finder = (bytes: Uint8Array, sought: Uint8Array) => FindNext

/** Searches by Horspool's algorithm, which skips as many bytes as it looks for where it can. */
export const findBytes: Finder = (bytes, sought) => {
  const last = sought.length - 1
  const skips = new Uint32Array(256).fill(sought.length)
  for (let i = 0; i < last; i++) skips[sought[i] ?? 0] = last - i
  const isAt = (at: number): boolean => {
    for (let i = 0; i < last; i++) if (bytes[at + i] !== sought[i]) return false
    return true
  }
  return (from) => {
    for (let end = from + last; end < bytes.length; end += skips[bytes[end] ?? 0] ?? 1) {
      if (bytes[end] === sought[last] && isAt(end - last)) return end - last
    }
    return -1
  }
}
