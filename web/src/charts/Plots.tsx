import { useCallback, useId, useRef, useState } from 'react'

import type { ChartData } from './chartData.ts'
import { Plot, type PlotHandle } from './Plot.tsx'
import { PlotsLink } from './PlotsLink.tsx'

/**
 * The series one above the other, over the same points; pointing at one names the point and its value in each. Where points have
 * links, the plots are a link to the point that is pointed at.
 */
export function Plots({ data, summary }: { data: ChartData; summary: string }) {
  const { points, series, href } = data
  const group = useId()
  const [index, setIndex] = useState<number | null>(null)
  const latest = useRef<number | null>(null)
  const onPoint = useCallback((next: number | null) => {
    latest.current = next
    setIndex(next)
  }, [])
  const plots = useRef<(PlotHandle | null)[]>([])
  const show = (next: number | null): void => {
    for (const plot of plots.current) plot?.show(next)
  }
  const point = index === null ? undefined : points[index]
  const picture = (
    // Values under a pointer are not for those who hear the page: they have the summary and the table.
    <div className="plots" role="img" aria-label={summary}>
      <p className="plots-point">{point?.name ?? 'Point at the chart to read values.'}</p>
      {series.map((one, i) => {
        const value = point === undefined || index === null ? undefined : one.values[index]
        return (
          <div key={one.label} className="plot-panel">
            <p className="plot-title">
              <span className={`plot-key plot-key-${one.kind} plot-key-${one.colour}`} />
              {one.label}
              {value !== undefined && <strong className="plot-value">{one.format(value)}</strong>}
            </p>
            <Plot
              ref={(plot) => {
                plots.current[i] = plot
              }}
              points={points}
              series={one}
              isLast={i === series.length - 1}
              group={group}
              onPoint={onPoint}
            />
          </div>
        )
      })}
    </div>
  )
  if (href === undefined) return picture
  return (
    <PlotsLink data={data} href={href} index={index} latest={latest} onShow={show}>
      {picture}
    </PlotsLink>
  )
}
