import uPlot from 'uplot'

import { axisRange, wholeSteps } from './axis.ts'
import type { ChartPoint, ChartSeries } from './chartData.ts'
import type { Colours } from './colours.ts'

export interface PlotSpec {
  readonly points: readonly ChartPoint[]
  readonly series: ChartSeries
  readonly colours: Colours
  /** Whether the points' names stand below: of plots upon each other only the last one's do. */
  readonly isLast: boolean
  /** Plots of one group show the same point. */
  readonly group: string
  readonly onPoint: (index: number | null) => void
}

const plotHeight = 130
const namesHeight = 30
/** Half a line: the lowest amount's name would be cut. */
const edge = 8
/** The same for every plot of a group, so that their points stand one above the other. */
const amountsWidth = 76
const characterWidth = 7
const font = '12px system-ui, sans-serif'

export function heightOf({ isLast }: Pick<PlotSpec, 'isLast'>): number {
  return plotHeight + (isLast ? namesHeight : edge)
}

/** Points stand at 0, 1, 2 ...: equal distances, for days, months and runs alike, and no time zone can move them. */
export function plotData({ points, series }: Pick<PlotSpec, 'points' | 'series'>): uPlot.AlignedData {
  return [points.map((_, i) => i), [...series.values]]
}

export function plotOptions(spec: PlotSpec, width: number): uPlot.Options {
  const { points, series, group, onPoint } = spec
  return {
    width,
    height: heightOf(spec),
    padding: [edge, edge, spec.isLast ? 0 : edge, 0],
    legend: { show: false },
    cursor: {
      y: false,
      // Dragging would zoom, and nothing would say how to get back.
      drag: { x: false, y: false, setScale: false },
      points: { show: series.kind === 'line', size: 8 },
      sync: { key: group },
    },
    scales: {
      x: { time: false, range: [-0.5, points.length - 0.5] },
      y: { range: (_plot, min, max) => axisRange(min, max) },
    },
    series: [{}, seriesOptions(spec)],
    axes: [namesAxis(spec), amountsAxis(spec)],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  }
}

function seriesOptions({ series, colours }: PlotSpec): uPlot.Series {
  const colour = colours[series.colour]
  if (series.kind === 'line') return { stroke: colour, width: 2, points: { size: 5, fill: colour } }
  return { fill: colour, width: 0, points: { show: false }, paths: uPlot.paths.bars?.({ size: [0.72, 40, 1] }) }
}

function namesAxis({ points, colours, isLast }: PlotSpec): uPlot.Axis {
  const longest = Math.max(0, ...points.map(({ shortName }) => shortName.length)) * characterWidth
  // A name stands below the middle of its point, and the canvas ends not far from the last one.
  const isCut = (width: number, mark: number): boolean =>
    ((width - amountsWidth) / points.length) * (points.length - 0.5 - mark) + edge < longest / 2
  return {
    show: isLast,
    size: namesHeight,
    font,
    stroke: colours.muted,
    incrs: [...wholeSteps],
    space: longest + 14,
    values: ({ width }, marks) => marks.map((mark) => (isCut(width, mark) ? '' : (points[mark]?.shortName ?? ''))),
    grid: { show: false },
    ticks: { stroke: colours.line, size: 5 },
  }
}

function amountsAxis({ series, colours }: PlotSpec): uPlot.Axis {
  return {
    size: amountsWidth,
    font,
    stroke: colours.muted,
    incrs: [...series.steps],
    space: 26,
    values: (_plot, marks) => marks.map(series.formatShort),
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  }
}
