import { useId, useState } from 'react'

import type { ChartData } from './chartData.ts'
import { Plot } from './Plot.tsx'

/** The series one above the other, over the same points; pointing at one names the point and its value in each. */
export function Plots({ data: { points, series }, summary }: { data: ChartData; summary: string }) {
  const group = useId()
  const [index, setIndex] = useState<number | null>(null)
  const point = index === null ? undefined : points[index]
  return (
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
            <Plot points={points} series={one} isLast={i === series.length - 1} group={group} onPoint={setIndex} />
          </div>
        )
      })}
    </div>
  )
}
