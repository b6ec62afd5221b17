import type { TimeZone } from 'contract/timeZone.ts'
import { ChoiceButtons } from '../ui/ChoiceButtons.tsx'
import { zoneWords } from '../ui/ZoneNote.tsx'
import type { OverviewState } from './overviewState.ts'
import { periodLabels, periods } from './periods.ts'
import { rangeLabels, rangeNames } from './ranges.ts'

interface Props {
  readonly state: OverviewState
  /** Those that the orders of the range are in, the one with most orders first. */
  readonly currencies: readonly string[]
  /** The one that is shown. */
  readonly currency: string | null
  /** Whose days they are. */
  readonly zone: TimeZone
  readonly onChange: (next: OverviewState) => void
}

const rangeChoices = rangeNames.map((name) => [name, rangeLabels[name]] as const)
const periodChoices = periods.map((period) => [period, periodLabels[period]] as const)

/** Which orders the figures are about, and how they are put together. */
export function OverviewControls({ state, currencies, currency, zone, onChange }: Props) {
  const offered = currency === null || currencies.includes(currency) ? currencies : [...currencies, currency]
  return (
    <div className="overview-controls" role="group" aria-label="What the overview shows">
      <ChoiceButtons
        label="Range of days"
        choices={rangeChoices}
        chosen={state.range}
        onChoose={(range) => onChange({ ...state, range })}
      />
      <ChoiceButtons
        label="Figures for each"
        choices={periodChoices}
        chosen={state.by}
        onChoose={(by) => onChange({ ...state, by })}
      />
      {offered.length > 1 && currency !== null && (
        <label>
          Currency
          <select value={currency} onChange={(event) => onChange({ ...state, currency: event.target.value })}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <input
          type="checkbox"
          checked={state.includesLost}
          onChange={(event) => onChange({ ...state, includesLost: event.target.checked })}
        />
        Include cancelled and refunded
      </label>
      <p className="muted">
        {zoneWords('Days', zone.name)}
        {offered.length > 1 && '; each currency stands for itself'}.
      </p>
    </div>
  )
}
