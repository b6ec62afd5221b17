import type { Lab, LabPlan } from './lab/lab.ts'

/** The flags of the command line that a measurement goes by. */
export interface Asked {
  readonly isQuick: boolean
  /** The most orders of a store, or those of a shop at a vendor; null: as many as the mode has. */
  readonly orders: number | null
  /** The part that alone shall be measured; null: all. */
  readonly only: string | null
  /** The folder of another copy of this project that is measured, too; null: none. */
  readonly before: string | null
}

/** Something that can be measured, and the lab that it needs. */
export interface Measurement {
  readonly plan: LabPlan
  readonly measure: (lab: Lab) => Promise<Measured>
}

/** The outcome of a measurement: its results, its report, and the way to store them. */
export interface Measured {
  readonly results: object
  /** The report, as lines of Markdown that read well as plain text. */
  readonly lines: readonly string[]
  /** Writes results and report into a folder, which is made where it is missing. */
  readonly write: (folder: string) => void
  /** Brings the project's other pages up to date; for a run of everything only. */
  readonly publish?: () => void
}
