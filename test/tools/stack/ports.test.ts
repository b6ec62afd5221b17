import { createServer, type Server } from 'node:net'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { conflictMessage, emulatorPorts, takenPorts } from '../../../tools/stack/ports.ts'

let server: Server
let port = 0

beforeEach(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

describe('the ports of the suite', () => {
  it('are those that firebase.json has', () => {
    expect(emulatorPorts()).toEqual({
      functions: 5001,
      firestore: 8080,
      auth: 9099,
      hosting: 5000,
      tasks: 9499,
      hub: 4400,
      logging: 4500,
      eventarc: 9299,
    })
  })

  it('are taken where somebody listens', async () => {
    expect(await takenPorts({ firestore: port, auth: 1 })).toEqual(['firestore'])
  })

  it('are named with what to do about them', () => {
    const ports = { functions: 5001, firestore: 8080 }
    expect(conflictMessage(['firestore'], ports, null)).toMatch(
      /^Something else listens on port 8080 \(firestore\)\. .*lsof -i :8080/,
    )
    expect(conflictMessage(['functions', 'firestore'], ports, 4242)).toMatch(
      /^A local stack is already running \(process 4242\), on the ports 5001 \(functions\), 8080 \(firestore\)/,
    )
  })
})
