import type { PipelineStatus } from 'contract/sync.ts'

const veryLateMs = 2 * 3_600_000

/** Amber when runs are late (the server knows the schedule), red when they fail or have been late for hours. */
export function toneOfAge(health: PipelineStatus['health'], ageMs: number): 'good' | 'warn' | 'bad' {
  if (health === 'failing') return 'bad'
  if (health === 'ok') return 'good'
  return ageMs > veryLateMs ? 'bad' : 'warn'
}
