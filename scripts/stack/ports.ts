import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

import { projectRoot } from '../paths.ts'

interface EmulatorSettings {
  readonly emulators: Record<string, { readonly port?: number } | boolean>
}

/** The port of each emulator, as firebase.json has them: the single place where they are written. */
export function emulatorPorts(): Record<string, number> {
  const { emulators } = JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8')) as EmulatorSettings
  return Object.fromEntries(
    Object.entries(emulators).flatMap(([name, value]) =>
      typeof value === 'object' && value.port !== undefined ? [[name, value.port]] : [],
    ),
  )
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Throws an error that names every port of the suite that somebody else listens on. */
export async function assertPortsFree(): Promise<void> {
  const ports = emulatorPorts()
  const taken: string[] = []
  for (const [name, port] of Object.entries(ports)) {
    if (await isTaken(port)) taken.push(`${port} (${name})`)
  }
  if (taken.length === 0) return
  const running = taken.length === Object.keys(ports).length ? 'A local stack is already running' : 'Something else listens'
  throw new Error(
    `${running} on ${taken.length === 1 ? 'port' : 'ports'} ${taken.join(', ')}. Stop it and try again ` +
      `(to see what it is: lsof -i :${/\d+/.exec(taken[0] ?? '')?.[0] ?? ''}).`,
  )
}
