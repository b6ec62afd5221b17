import type { PipelineStatus } from 'contract/sync.ts'
import { formatDuration } from '../format/time.ts'
import { toneOfAge } from '../format/tone.ts'
import { alertWord } from './alertWords.ts'

export interface Health {
  readonly tone: 'good' | 'warn' | 'bad'
  readonly word: string
  readonly why: string
}

type Known = Pick<PipelineStatus, 'health' | 'lastRun' | 'problems'>

/** How a pipeline fares, in colour and in words. `ageMs` is how far its bound lies back; null before the first run. */
export function healthOf({ health, lastRun, problems }: Known, ageMs: number | null): Health {
  switch (health) {
    case 'ok':
      return { tone: 'good', word: 'Healthy', why: 'Runs come when they should, and succeed.' }
    case 'failing':
      return { tone: 'bad', word: 'Failing', why: whyFailing(lastRun, problems) }
    case 'stale':
      if (ageMs === null) return { tone: 'warn', word: 'Empty', why: 'No run has succeeded yet.' }
      if (problems.length > 0) return { tone: 'warn', word: 'Incomplete', why: alertsTell(problems) }
      return {
        tone: toneOfAge(health, ageMs),
        word: 'Late',
        why: `No run has succeeded for ${formatDuration(ageMs)}, which is more than two intervals of the schedule.`,
      }
  }
}

function whyFailing(lastRun: Known['lastRun'], problems: Known['problems']): string {
  if (lastRun?.status !== 'failed' && problems.length > 0) return alertsTell(problems)
  return `The last run failed: ${lastRun?.error ?? 'it gave no reason'}`
}

/** The alerts themselves stand on the same page. */
function alertsTell(problems: Known['problems']): string {
  return `Orders are missing, wrong or late: ${problems.map(alertWord).join(', ')}.`
}
