import 'uplot/dist/uPlot.min.css'

import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import uPlot from 'uplot'

import type { ChartPoint, ChartSeries } from './chartData.ts'
import { useColours } from './colours.ts'
import { heightOf, plotData, plotOptions } from './plotOptions.ts'

/** A plot that is told which point to show, as if somebody pointed at it. */
export interface PlotHandle {
  show(index: number | null): void
}

interface Props {
  readonly ref: Ref<PlotHandle>
  readonly points: readonly ChartPoint[]
  readonly series: ChartSeries
  readonly isLast: boolean
  readonly group: string
  readonly onPoint: (index: number | null) => void
}

/** One series on a canvas, as wide as its place. */
export function Plot({ ref, points, series, isLast, group, onPoint }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<uPlot>(null)
  useImperativeHandle(ref, () => ({
    show: (index) => {
      const left = index === null ? undefined : drawn.current?.valToPos(index, 'x')
      // Off the plot is where nothing is pointed at.
      drawn.current?.setCursor(left === undefined ? { left: -10, top: -10 } : { left, top: 0 })
    },
  }))
  const colours = useColours()
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const spec = { points, series, colours, isLast, group, onPoint }
    const plot = new uPlot(plotOptions(spec, element.clientWidth), plotData(spec), element)
    drawn.current = plot
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: heightOf(spec) })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.current = null
      plot.destroy()
    }
  }, [points, series, colours, isLast, group, onPoint])
  return <div ref={place} className="plot" />
}
