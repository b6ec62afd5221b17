import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** A process as the system knew it: `started` tells it apart from a later one that was given the same id. */
export interface KnownProcess {
  readonly pid: number
  readonly parent: number
  readonly started: string
}

/**
 * The processes below `pid`, children before grandchildren. Emulators run in groups and sessions of their own, so
 * neither a signal to a group nor the death of their parent ends them: they have to be known by name.
 */
export function descendantsOf(pid: number): KnownProcess[] {
  const table = processTable()
  const found: KnownProcess[] = []
  let parents = new Set([pid])
  while (parents.size > 0) {
    const children = table.filter(({ parent }) => parents.has(parent))
    found.push(...children)
    parents = new Set(children.map((child) => child.pid))
  }
  return found
}

/** Those that still run. */
export function stillRunning(processes: readonly KnownProcess[]): KnownProcess[] {
  if (processes.length === 0) return []
  const now = new Map(processTable().map((entry) => [entry.pid, entry.started]))
  return processes.filter(({ pid, started }) => now.get(pid) === started)
}

/** Sends the signal to each of the processes that still runs. */
export function killAll(processes: readonly KnownProcess[], signal: NodeJS.Signals): void {
  for (const { pid } of stillRunning(processes)) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended in this moment, which is what was wanted.
    }
  }
}

/** Linux has it in files, and its small images have no `ps`; other systems have `ps`. */
function processTable(): KnownProcess[] {
  return existsSync('/proc/self/stat') ? tableOfProc() : tableOfPs()
}

function tableOfProc(): KnownProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The command's name stands in brackets and may hold anything: what follows the last one is plain.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const [state, parent] = fields
        // A zombie has ended; its parent has not looked yet.
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), started: fields[19] ?? '' }]
      } catch {
        return []
      }
    })
}

function tableOfPs(): KnownProcess[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,lstart='], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [, pid, parent, started] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return started === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), started }]
  })
}
