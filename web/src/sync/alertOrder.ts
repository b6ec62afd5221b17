import type { Alert } from '../backend/listeners.ts'

type Times = Pick<Alert, 'openedAt' | 'closedAt'>

export function isOpen({ closedAt }: Times): boolean {
  return closedAt === undefined || closedAt === null
}

/** Open ones first, the newest of them first; then the closed ones, the one that was closed last first. */
export function openFirst<T extends Times>(alerts: readonly T[]): T[] {
  return [...alerts].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || lastTimeOf(b) - lastTimeOf(a))
}

function lastTimeOf({ openedAt, closedAt }: Times): number {
  return Date.parse(closedAt ?? openedAt ?? '') || 0
}
