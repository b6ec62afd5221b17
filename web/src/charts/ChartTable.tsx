import { TableRegion } from '../ui/TableRegion.tsx'
import type { ChartData } from './chartData.ts'

/** A chart's values to be read, newest first. */
export function ChartTable({ data: { pointLabel, points, series }, caption }: { data: ChartData; caption: string }) {
  const rows = points.map(({ name }, index) => ({ name, index })).reverse()
  return (
    <TableRegion caption={caption}>
      <thead>
        <tr>
          <th scope="col">{pointLabel}</th>
          {series.map(({ label }) => (
            <th key={label} scope="col" className="numeric">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, index }) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            {series.map(({ label, values, format }) => (
              <td key={label} className="numeric">
                {format(values[index] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableRegion>
  )
}
