import type { Finder } from '../../engine/store/findBytes.ts'

/** Node's own search, several times as fast as one in JavaScript. */
export const nodeFinder: Finder = (sought) => (bytes, from) => Buffer.prototype.indexOf.call(bytes, sought, from)
