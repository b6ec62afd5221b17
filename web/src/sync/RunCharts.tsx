import { useMemo, useState } from 'react'

import { utc } from 'contract/timeZone.ts'
import { runModes, type RunMode } from 'contract/sync.ts'
import type { RunInHistory } from '../backend/runHistory.ts'
import { Chart } from '../charts/Chart.tsx'
import { ChoiceButtons } from '../ui/ChoiceButtons.tsx'
import { useShopZone } from '../ui/shopZone.tsx'
import { measuredRuns, runChart, runChartSummary } from './runChart.ts'
import { runModeWords } from './runFigures.ts'

/** How long the latest runs took and what they cost, each mode for itself. */
export function RunCharts({ runs, pipeline }: { runs: readonly RunInHistory[]; pipeline: string }) {
  const [chosen, setChosen] = useState<RunMode>('incremental')
  const modes = useMemo(() => runModes.filter((mode) => measuredRuns(runs, mode).length > 0), [runs])
  const mode = modes.includes(chosen) ? chosen : (modes[0] ?? chosen)
  const measured = useMemo(() => measuredRuns(runs, mode), [runs, mode])
  const { name } = useShopZone() ?? utc
  const data = useMemo(() => runChart(measured, name), [measured, name])
  if (measured.length === 0) return null
  return (
    <Chart
      heading={
        <>
          <h3>Duration and cost</h3>
          {modes.length > 1 && (
            <ChoiceButtons
              label={`Runs of ${pipeline} in the chart`}
              choices={modes.map((one) => [one, runModeWords[one]] as const)}
              chosen={mode}
              onChoose={setChosen}
            />
          )}
        </>
      }
      caption={`Duration and cost of ${mode} runs of ${pipeline}`}
      summary={runChartSummary(measured, mode)}
      data={data}
    />
  )
}
