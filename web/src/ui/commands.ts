import { useEffect, useRef } from 'react'

/** Something that the command palette does from anywhere. */
export interface Command {
  /** "Full resync …"; a "…" at the end says that a question comes first. */
  readonly name: string
  /** Other words by which it is found. */
  readonly words?: string
  /** The keys that do the same. */
  readonly keys?: string
  readonly run: () => void
}

const offers = new Set<{ readonly current: readonly Command[] }>()

/** Offers commands for as long as the component is shown. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    offers.add(latest)
    return () => {
      offers.delete(latest)
    }
  }, [])
}

/** The commands that are on offer now. */
export function presentCommands(): readonly Command[] {
  return [...offers].flatMap(({ current }) => current)
}
