/** What Firestore bills. */
export interface Bill {
  readonly reads: number
  readonly writes: number
}

export function sumOf(bills: readonly Bill[]): Bill {
  return bills.reduce((sum, { reads, writes }) => ({ reads: sum.reads + reads, writes: sum.writes + writes }), {
    reads: 0,
    writes: 0,
  })
}

/** Bills of steps that were run, by the step's name. */
export class Tally {
  readonly #steps = new Map<string, { runs: number; reads: number; writes: number }>()

  add(step: string, bill: Bill): void {
    const sum = this.#steps.get(step) ?? { runs: 0, reads: 0, writes: 0 }
    this.#steps.set(step, { runs: sum.runs + 1, reads: sum.reads + bill.reads, writes: sum.writes + bill.writes })
  }

  /** How many steps were run. */
  get runs(): number {
    return [...this.#steps.values()].reduce((sum, { runs }) => sum + runs, 0)
  }

  /**
   * The bill of all of `steps`: the sum itself where all of them were run, else each step's mean times how often it comes.
   * Throws where a step was never run: nothing is known of it.
   */
  billOf(steps: readonly string[]): Bill {
    let [reads, writes] = [0, 0]
    for (const [step, { length }] of Map.groupBy(steps, (name) => name)) {
      const measured = this.#steps.get(step)
      if (measured === undefined) throw new Error(`The benchmark never ran the step "${step}".`)
      reads += (measured.reads / measured.runs) * length
      writes += (measured.writes / measured.runs) * length
    }
    return { reads: Math.round(reads), writes: Math.round(writes) }
  }
}

/**
 * How many of `steps`, from the first, have to be run so that each kind of step is run `times` times; a rare one a quarter of
 * the times that it comes.
 */
export function stepsUntilCovered(steps: readonly string[], times: number): number {
  const wanted = new Map<string, number>()
  for (const [step, { length }] of Map.groupBy(steps, (name) => name)) {
    wanted.set(step, times === Infinity ? length : Math.min(times, Math.ceil(length / 4)))
  }
  let missing = [...wanted.values()].reduce((sum, count) => sum + count, 0)
  let i = 0
  for (; missing > 0; i++) {
    const left = wanted.get(steps[i] ?? '') ?? 0
    if (left > 0) missing -= 1
    wanted.set(steps[i] ?? '', left - 1)
  }
  return i
}
