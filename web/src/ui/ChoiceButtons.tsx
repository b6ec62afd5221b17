import './choiceButtons.css'

interface Props<T extends string> {
  /** Names the group for those who hear it. */
  readonly label: string
  readonly choices: readonly (readonly [value: T, name: string])[]
  readonly chosen: T
  readonly onChoose: (value: T) => void
}

/** A few choices side by side, one of them made. */
export function ChoiceButtons<T extends string>({ label, choices, chosen, onChoose }: Props<T>) {
  return (
    <div className="choice-buttons" role="group" aria-label={label}>
      {choices.map(([value, name]) => (
        <button
          key={value}
          type="button"
          className="choice-button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
