import './charts.css'

import { useState, type ReactNode } from 'react'

import { ChoiceButtons } from '../ui/ChoiceButtons.tsx'
import type { ChartData } from './chartData.ts'
import { ChartTable } from './ChartTable.tsx'
import { Plots } from './Plots.tsx'

const forms = [
  ['chart', 'Chart'],
  ['table', 'Table'],
] as const

interface Props {
  /** Names the table: "Orders and revenue per day". */
  readonly caption: string
  /** What the chart shows, in a sentence for those who do not see it. */
  readonly summary: string
  readonly heading: ReactNode
  readonly data: ChartData
}

/** Values over days or runs, as a picture or as a table: a canvas says nothing to a screen reader. */
export function Chart({ caption, summary, heading, data }: Props) {
  const [form, setForm] = useState<'chart' | 'table'>('chart')
  return (
    <div className="chart">
      <div className="chart-head">
        {heading}
        <ChoiceButtons label={`${caption}, shown as`} choices={forms} chosen={form} onChoose={setForm} />
      </div>
      {form === 'chart' ? <Plots data={data} summary={summary} /> : <ChartTable data={data} caption={caption} />}
    </div>
  )
}
