import { Popover } from '@base-ui/react/popover'
import { useId, useState, type FormEvent } from 'react'

interface Props {
  /** What the button says that opens it. */
  readonly label: string
  /** What the button says that gives the name. */
  readonly action: string
  readonly longest: number
  readonly initial?: string
  readonly hint?: string
  /** Says why a name cannot be given; null where it can. */
  readonly refuse: (name: string) => string | null
  readonly onName: (name: string) => void
  /** What else can be done here; it closes the form. */
  readonly other?: { readonly label: string; readonly act: () => void }
}

/** A button that asks for a name below it. */
export function NamePopover({ label, action, longest, initial = '', hint, refuse, onName, other }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState(initial)
  const [refusal, setRefusal] = useState<string | null>(null)
  const refusalId = useId()
  const onOpenChange = (open: boolean): void => {
    setIsOpen(open)
    setName(initial)
    setRefusal(null)
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    const why = refuse(name)
    setRefusal(why)
    if (why !== null) return
    setIsOpen(false)
    onName(name.trim())
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Trigger className="button">{label}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="popover-positioner">
          <Popover.Popup className="popover name-popover" aria-label={label}>
            <form onSubmit={onSubmit}>
              <label>
                Name
                <input
                  type="text"
                  value={name}
                  maxLength={longest}
                  autoComplete="off"
                  aria-invalid={refusal !== null}
                  aria-describedby={refusalId}
                  onChange={(event) => setName(event.target.value)}
                />
              </label>
              <p id={refusalId} role="alert" className="refusal">
                {refusal}
              </p>
              <button type="submit" className="button button-primary">
                {action}
              </button>
            </form>
            {hint !== undefined && <p className="muted">{hint}</p>}
            {other !== undefined && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  setIsOpen(false)
                  other.act()
                }}
              >
                {other.label}
              </button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
