import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

import { runCommand } from '../stack/runCommand.ts'

/** Fetched by npx where it is not there: the project does not depend on it. (5.16 needs a newer Node than the project pins.) */
const prism = '@stoplight/prism-cli@5.14.2'
/** A first start downloads it. */
const startTimeoutMs = 180_000

/**
 * Does some work while a proxy stands before a server that checks every request and every answer by an OpenAPI file: it answers an
 * error in place of what violates it. The work is given the proxy's address. Throws where it does not start.
 */
export async function withValidatingProxy(
  openApiFile: string,
  upstream: string,
  interrupted: AbortSignal,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const ending = new AbortController()
  const command = ['npx', '--yes', prism, 'proxy', '--errors', '-p', String(port), openApiFile, upstream]
  const output = new LastLines()
  const ended = runCommand(command, {}, AbortSignal.any([interrupted, ending.signal]), output)
  try {
    await Promise.race([untilReady(url, interrupted), ended.then((status) => notStarted(status, output))])
    await work(url)
  } finally {
    ending.abort()
    await ended
  }
}

async function untilReady(url: string, interrupted: AbortSignal): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => null)
    if (answer !== null) return
    await sleep(200, undefined, { signal: interrupted })
  }
  throw new Error(`The proxy did not start within ${startTimeoutMs / 1000} s.`)
}

function notStarted(status: number, output: LastLines): never {
  throw new Error(`The proxy did not start (exit status ${status}):\n${output.text}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // It listens on TCP.
  server.close()
  await once(server, 'close')
  return port
}

/** Keeps the end of what a process writes. */
class LastLines extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text = (this.text + chunk.toString()).slice(-4_000)
    done()
  }
}
