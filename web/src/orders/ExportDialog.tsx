import { useState } from 'react'

import { dollarsOf, formatDollars, priceNote } from 'contract/prices.ts'
import { formatCounted } from '../format/count.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { firstChoice, rememberChoice, type ExportChoice } from './exportChoice.ts'

interface Props {
  /** The number of orders in the list. */
  readonly count: number
  readonly onExport: (choice: ExportChoice) => void
  readonly onClose: () => void
}

/** Asks how the file of a list should be, and says what it costs. */
export function ExportDialog({ count, onExport, onClose }: Props) {
  const [choice, setChoice] = useState(firstChoice)
  const orders = formatCounted(count, 'order')
  return (
    <ConfirmDialog
      isOpen
      title={`Export ${orders}`}
      action="Export"
      onConfirm={() => {
        rememberChoice(choice)
        onExport(choice)
      }}
      onClose={onClose}
    >
      <Choice
        title="A line for each"
        choices={[
          ['orders', 'Order'],
          ['items', 'Item, with the columns of its order'],
        ]}
        chosen={choice.rows}
        onChoose={(rows) => setChoice({ ...choice, rows })}
      />
      <Choice
        title="Columns"
        choices={[
          ['all', 'All'],
          ['shown', 'Those of the table'],
        ]}
        chosen={choice.columns}
        onChoose={(columns) => setChoice({ ...choice, columns })}
      />
      <Choice
        title="Between cells"
        choices={[
          [',', 'Comma, with amounts like 12.50'],
          [';', 'Semicolon, with amounts like 12,50 – as Excel has it where decimals have a comma'],
          ['\t', 'Tab, with amounts like 12.50'],
        ]}
        chosen={choice.delimiter}
        onChoose={(delimiter) => setChoice({ ...choice, delimiter })}
      />
      <p className="muted">
        {choice.rows === 'orders'
          ? 'Orders are read from packed lists: a few reads in all.'
          : `Items are read from each order: ${formatCounted(count, 'read')} (${formatDollars(dollarsOf({ reads: count, writes: 0 }))}). Prices: ${priceNote}.`}
      </p>
    </ConfirmDialog>
  )
}

interface ChoiceProps<T extends string> {
  readonly title: string
  readonly choices: readonly (readonly [value: T, name: string])[]
  readonly chosen: T
  readonly onChoose: (value: T) => void
}

function Choice<T extends string>({ title, choices, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      {choices.map(([value, name]) => (
        <label key={value} className="choice">
          <input type="radio" name={title} checked={value === chosen} onChange={() => onChoose(value)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  )
}
