import type { PipelineStatus } from '../../../functions/src/model/api.ts'
import { formatDuration } from '../format/time.ts'
import { toneOfAge } from '../format/tone.ts'

export interface Health {
  readonly tone: 'good' | 'warn' | 'bad'
  readonly word: string
  readonly why: string
}

type Known = Pick<PipelineStatus, 'health' | 'lastRun'>

/** How a pipeline fares, in colour and in words. `ageMs` is how far its bound lies back; null before the first run. */
export function healthOf({ health, lastRun }: Known, ageMs: number | null): Health {
  switch (health) {
    case 'ok':
      return { tone: 'good', word: 'Healthy', why: 'Runs come when they should, and succeed.' }
    case 'failing':
      return { tone: 'bad', word: 'Failing', why: `The last run failed: ${lastRun?.error ?? 'it gave no reason'}` }
    case 'stale':
      if (ageMs === null) return { tone: 'warn', word: 'Empty', why: 'No run has succeeded yet.' }
      return {
        tone: toneOfAge(health, ageMs),
        word: 'Late',
        why: `No run has succeeded for ${formatDuration(ageMs)}, which is more than two intervals of the schedule.`,
      }
  }
}
