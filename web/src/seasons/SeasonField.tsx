import { useId, type ComponentProps, type ReactNode } from 'react'

import { fieldLabels, type FieldName } from './seasonFields.ts'

interface Props {
  readonly name: FieldName
  readonly value: string
  /** A sentence; undefined where nothing is wrong. */
  readonly fault: string | undefined
  readonly hint?: ReactNode
  readonly onChange: (value: string) => void
  /** A date; otherwise a text of one line, or of this many. */
  readonly type?: 'date'
  readonly rows?: number
  readonly required?: boolean
}

/** A labelled field; what is wrong with it stands below, and screen readers read it with the field. */
export function SeasonField({ name, value, fault, hint, onChange, type, rows, required = false }: Props) {
  const id = useId()
  const described = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`].filter(Boolean).join(' ')
  const shared: ComponentProps<'input'> & ComponentProps<'textarea'> = {
    id,
    name,
    value,
    'aria-invalid': fault !== undefined,
    'aria-required': required,
    'aria-describedby': described === '' ? undefined : described,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value),
  }
  return (
    <div className="season-field">
      <label htmlFor={id}>{fieldLabels[name]}</label>
      {rows === undefined ? <input type={type ?? 'text'} {...shared} /> : <textarea rows={rows} {...shared} />}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="muted">
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} className="refusal">
          {fault}
        </p>
      )}
    </div>
  )
}
