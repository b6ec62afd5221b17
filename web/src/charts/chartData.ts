import type { ColourName } from './colours.ts'

/** One row of values, drawn in a plot of its own: amounts of different units share no axis. */
export interface ChartSeries {
  readonly label: string
  readonly kind: 'bars' | 'line'
  readonly colour: ColourName
  /** One for each point. */
  readonly values: readonly number[]
  /** The distances that the axis may have between its marks, ascending. */
  readonly steps: readonly number[]
  /** To the last digit, for reading. */
  readonly format: (value: number) => string
  /** Short, for the axis. */
  readonly formatShort: (value: number) => string
}

/** A place on the horizontal axis: a day, a run. */
export interface ChartPoint {
  readonly name: string
  readonly shortName: string
}

/** What a chart and its table show. */
export interface ChartData {
  /** What a point is: "Day". */
  readonly pointLabel: string
  readonly points: readonly ChartPoint[]
  readonly series: readonly ChartSeries[]
}
