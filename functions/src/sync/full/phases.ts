import type { FullRunPhase } from '../../model/state.ts'

/** Every event that ends a phase of a full run, and the phase behind it; the run has ended behind the last. */
const transitions = {
  noted: { begun: 'enumerate' },
  enumerate: { enumerated: 'delete' },
  delete: { deleted: 'ended' },
} as const satisfies Record<FullRunPhase, Readonly<Record<string, FullRunPhase | 'ended'>>>

type Transitions = typeof transitions
/** The events that may end phase `P`. */
export type EventOf<P extends FullRunPhase> = keyof Transitions[P]

/** The progress of a phase in one task, and the event that ended it: the phase's own or the task's deadline. */
export interface PhaseResult<P extends FullRunPhase, Progress> {
  readonly progress: Progress
  readonly event: EventOf<P> | 'deadline'
}

/** The phase behind an event. An event that cannot end the phase does not compile. */
export function phaseBehind<P extends FullRunPhase, E extends EventOf<P>>(phase: P, event: E): Transitions[P][E] {
  return transitions[phase][event]
}
