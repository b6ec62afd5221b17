import 'uplot/dist/uPlot.min.css'

import { useEffect, useRef } from 'react'
import uPlot from 'uplot'

import type { ChartPoint, ChartSeries } from './chartData.ts'
import { useColours } from './colours.ts'
import { heightOf, plotData, plotOptions } from './plotOptions.ts'

interface Props {
  readonly points: readonly ChartPoint[]
  readonly series: ChartSeries
  readonly isLast: boolean
  readonly group: string
  readonly onPoint: (index: number | null) => void
}

/** One series on a canvas, as wide as its place. */
export function Plot({ points, series, isLast, group, onPoint }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const colours = useColours()
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const spec = { points, series, colours, isLast, group, onPoint }
    const plot = new uPlot(plotOptions(spec, element.clientWidth), plotData(spec), element)
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: heightOf(spec) })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [points, series, colours, isLast, group, onPoint])
  return <div ref={place} className="plot" />
}
