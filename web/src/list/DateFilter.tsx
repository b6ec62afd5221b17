import { utc } from 'contract/timeZone.ts'
import { Dropdown } from '../ui/Dropdown.tsx'
import { useShopZone } from '../ui/shopZone.tsx'
import { ZoneNote } from '../ui/ZoneNote.tsx'
import { datePresets, daysOfRange, isDatePreset, rangeOfDays, type DatePreset, type DateRange } from './datePresets.ts'

interface Props {
  readonly label: string
  readonly preset: DatePreset | null
  /** The range where no preset is chosen. */
  readonly range: DateRange
  readonly onChoose: (chosen: { preset: DatePreset | null; range: DateRange }) => void
}

/** Browsers would let a year have six digits. */
const lastDate = '9999-12-31'

const presets = Object.keys(datePresets).filter(isDatePreset)

/** A range of days in the shop's zone: one with a name, or from and to. */
export function DateFilter({ label, preset, range, onChoose }: Props) {
  const zone = useShopZone() ?? utc
  const { first, last } = daysOfRange(range, zone)
  const days = (from: string, through: string): DateRange => rangeOfDays(from, through, zone)
  const chooseDays = (from: string, to: string): void => {
    // An inverted range is none: the end that was touched last wins.
    const isInverted = from !== '' && to !== '' && from > to
    const next = isInverted ? (from === first ? days('', to) : days(from, '')) : days(from, to)
    onChoose({ preset: null, range: next })
  }
  const isChosen = preset !== null || range.from !== undefined || range.to !== undefined
  return (
    <Dropdown label={label} chosen={isChosen ? nameOf(preset, first, last) : undefined}>
      <fieldset className="choices">
        <legend className="visually-hidden">{label}</legend>
        {presets.map((name) => (
          <label key={name} className="choice">
            <input
              type="radio"
              name={label}
              checked={preset === name}
              onChange={() => onChoose({ preset: name, range: {} })}
            />
            <span>{datePresets[name]}</span>
          </label>
        ))}
      </fieldset>
      <div className="days">
        <label>
          From
          <input type="date" max={lastDate} value={first} onChange={(event) => chooseDays(event.target.value, last)} />
        </label>
        <label>
          Through
          <input type="date" max={lastDate} value={last} onChange={(event) => chooseDays(first, event.target.value)} />
        </label>
      </div>
      <ZoneNote of="Days" />
      {isChosen && (
        <button type="button" className="link-button" onClick={() => onChoose({ preset: null, range: {} })}>
          Clear
        </button>
      )}
    </Dropdown>
  )
}

function nameOf(preset: DatePreset | null, first: string, last: string): string {
  if (preset !== null) return datePresets[preset]
  if (first === '') return `through ${last}`
  if (last === '') return `from ${first}`
  return first === last ? first : `${first} – ${last}`
}
