import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'

const portSetting = z.object({ port: z.int() }).transform((settings) => settings.port)
const portsSchema = z.object({
  functions: portSetting,
  firestore: portSetting,
  auth: portSetting,
  hosting: portSetting,
  tasks: portSetting,
  hub: portSetting,
  logging: portSetting,
  eventarc: portSetting,
})
export type EmulatorPorts = Readonly<z.infer<typeof portsSchema>>

/** The port of each emulator, as firebase.json has them: the single place where they are written. */
export function emulatorPorts(): EmulatorPorts {
  const settings: unknown = JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8'))
  return z.object({ emulators: portsSchema }).parse(settings).emulators
}

/** Throws an error that names every port of the suite that somebody else listens on, and a stack that runs already. */
export async function assertPortsFree(): Promise<void> {
  const ports = emulatorPorts()
  const taken = await takenPorts(ports)
  if (taken.length > 0) throw new Error(conflictMessage(taken, ports, await runningSuite(ports.hub)))
}

/** The names of the ports that somebody listens on. */
export async function takenPorts<Name extends string>(ports: Readonly<Record<Name, number>>): Promise<Name[]> {
  const names = Object.keys(ports) as Name[] // The keys of the record are its type's.
  const taken = await Promise.all(names.map((name) => isTaken(ports[name])))
  return names.filter((_name, i) => taken[i])
}

/** What to say of the taken ports; `suite` is the process of a suite that answers on the hub's port. */
export function conflictMessage(
  taken: readonly string[],
  ports: Readonly<Record<string, number>>,
  suite: number | null,
): string {
  const list = taken.map((name) => `${ports[name]} (${name})`).join(', ')
  if (suite !== null) {
    return (
      `A local stack is already running (process ${suite}), on the ports ${list}. It may be "npm start", "npm test" or ` +
      `"npm run stack" in another terminal: stop it there, or use it as it is.`
    )
  }
  const [first = ''] = taken
  const advice =
    process.platform === 'darwin' && taken.includes('hosting')
      ? ' On macOS, AirPlay Receiver takes port 5000: switch it off in System Settings > General > AirDrop & Handoff.'
      : ''
  return (
    `Something else listens on ${taken.length === 1 ? 'port' : 'the ports'} ${list}. Stop it and try again ` +
    `(to see what it is: lsof -i :${ports[first]}), or set other ports in firebase.json.${advice}`
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

const hubSchema = z.object({ pid: z.int() })

/** The process of the emulator suite whose hub listens on the port, or null. */
async function runningSuite(hubPort: number): Promise<number | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${hubPort}/`, { signal: AbortSignal.timeout(2_000) })
    return hubSchema.parse(await response.json()).pid
  } catch {
    return null
  }
}
