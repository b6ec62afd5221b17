import { createRequire } from 'node:module'
import { Socket } from 'node:net'

/*
 * Loaded before the functions by discover.ts: lets nothing out, and lets nobody make what a deploy must not need.
 */

const require = createRequire(new URL('../../functions/package.json', import.meta.url))

function refuse(what: string): () => never {
  return () => {
    throw new Error(`Loading the functions ${what}.`)
  }
}

Socket.prototype.connect = refuse('connected to something')

for (const [name, member] of [
  ['@google-cloud/firestore', 'Firestore'],
  ['google-auth-library', 'OAuth2Client'],
] as const) {
  const loaded = require(name) as Record<string, new () => unknown> // `require` returns any.
  const original = loaded[member]
  if (original === undefined) throw new Error(`${name} has no ${member}.`)
  Object.defineProperty(loaded, member, {
    value: new Proxy(original, { construct: refuse(`made a ${member}`) }),
    enumerable: true,
  })
}
