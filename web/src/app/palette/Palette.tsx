import './palette.css'

import { Dialog } from '@base-ui/react/dialog'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'

import { messageOf } from '../../ui/ErrorPanel.tsx'
import { stepped, type Entry } from './entries.ts'
import { useFoundOrders } from './useFoundOrders.ts'
import { usePaletteEntries, type EntryGroup } from './usePaletteEntries.ts'

interface Props {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Called once it is gone, and the focus is back where it was. */
  readonly onClosed: () => void
}

/** The longest search that the functions take. */
const mostCharacters = 200

/**
 * One box that finds views, orders and actions: a combobox whose focus stays in the box while arrows go along the list
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 */
export default function Palette({ isOpen, onClose, onClosed }: Props) {
  const [text, setText] = useState('')
  const [activeId, setActiveId] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const chosen = useRef<Entry | null>(null)
  const listId = useId()
  const { orders, isSearching, error } = useFoundOrders(text)
  const groups = usePaletteEntries(text, orders)
  const entries = groups.flatMap((group) => group.entries)
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === activeId),
  )
  const active = entries[at]
  const optionId = ({ id }: Entry): string => `${listId} ${id}`.replaceAll(/\s/g, '-')
  const activeOption = active && optionId(active)
  useEffect(() => {
    if (activeOption !== undefined) document.getElementById(activeOption)?.scrollIntoView({ block: 'nearest' })
  }, [activeOption])
  const choose = (entry: Entry | undefined): void => {
    if (entry === undefined) return
    chosen.current = entry
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter ends what an input method composes.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') choose(active)
    else if (event.key === 'ArrowDown') setActiveId(entries[stepped(at, 1, entries.length)]?.id ?? null)
    else if (event.key === 'ArrowUp') setActiveId(entries[stepped(at, -1, entries.length)]?.id ?? null)
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
      onOpenChangeComplete={(open) => {
        if (open) return
        onClosed()
        // What opens a dialog of its own must not have its focus taken back.
        chosen.current?.run()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog palette" initialFocus={input} aria-label="Commands">
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label="Find a view, an order or an action"
            aria-expanded={entries.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={activeOption}
            placeholder="Find a view, an order or an action"
            maxLength={mostCharacters}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setActiveId(null)
            }}
            onKeyDown={onKeyDown}
          />
          <Results
            id={listId}
            groups={groups}
            active={active}
            optionId={optionId}
            onPoint={setActiveId}
            onChoose={choose}
          />
          <p role="status" className="palette-status muted">
            {error === null ? saidOf(entries.length, isSearching) : `Orders could not be searched. ${messageOf(error)}`}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function saidOf(count: number, isSearching: boolean): string {
  if (isSearching) return 'Searching orders …'
  if (count === 0) return 'Nothing is called so, and no order has it.'
  return `${count} ${count === 1 ? 'result' : 'results'}. Orders are found by number, customer, product and SKU.`
}

interface ResultsProps {
  readonly id: string
  readonly groups: readonly EntryGroup[]
  readonly active: Entry | undefined
  readonly optionId: (entry: Entry) => string
  readonly onPoint: (id: string) => void
  readonly onChoose: (entry: Entry) => void
}

function Results({ id, groups, active, optionId, onPoint, onChoose }: ResultsProps) {
  return (
    // A press takes no focus from the box.
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label="Results"
      className="palette-results"
      onMouseDown={(event) => event.preventDefault()}
    >
      {groups.map(({ name, entries }) => (
        <div key={name} role="group" aria-label={name}>
          <div aria-hidden="true" className="palette-group">
            {name}
          </div>
          {entries.map((entry) => (
            // The keys are the box's, as the pattern has it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={entry.id}
              id={optionId(entry)}
              role="option"
              tabIndex={-1}
              aria-selected={entry === active}
              className="palette-option"
              onMouseMove={() => onPoint(entry.id)}
              onClick={() => onChoose(entry)}
            >
              <span className="palette-label">{entry.label}</span>
              {entry.detail !== undefined && <span className="palette-detail muted">{entry.detail}</span>}
              {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
