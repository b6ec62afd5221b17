import { wordsOf } from '../format/words.ts'
import { TimeAndAgo } from '../ui/Time.tsx'
import { isEmpty, isPlain, tableOf } from './recordFields.ts'

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

interface Props {
  readonly label: string
  readonly value: unknown
}

/** A value of any shape, for reading: a text, a list, a table of things that are alike, or names and values. */
export function FieldValue({ label, value }: Props) {
  if (isPlain(value)) return <PlainValue value={value} />
  if (!Array.isArray(value)) return <NamedValues values={value} />
  if (value.every(isPlain)) return <PlainList values={value} />
  const names = tableOf(value)
  return names === null ? (
    <ol className="field-list">
      {value.map((one: unknown, i) => (
        <li key={i}>
          <FieldValue label={`${label} ${i + 1}`} value={one} />
        </li>
      ))}
    </ol>
  ) : (
    <AlikeThings label={label} names={names} things={value} />
  )
}

function PlainValue({ value }: { value: string | number | boolean | null | undefined }) {
  if (isEmpty(value)) return <span className="muted">–</span>
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string' && isoTime.test(value)) return <TimeAndAgo iso={value} />
  return <span className="field-text">{String(value)}</span>
}

function PlainList({ values }: { values: readonly unknown[] }) {
  return (
    <ul className="field-list">
      {values.map((value, i) => (
        <li key={i}>{isPlain(value) && <PlainValue value={value} />}</li>
      ))}
    </ul>
  )
}

function NamedValues({ values }: { values: object }) {
  const known = Object.entries(values).filter(([, value]) => !isEmpty(value))
  return (
    <dl className="field-values">
      {known.map(([name, value]: [string, unknown]) => (
        <div key={name}>
          <dt>{wordsOf(name)}</dt>
          <dd>
            <FieldValue label={wordsOf(name)} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function AlikeThings({
  label,
  names,
  things,
}: {
  label: string
  names: readonly string[]
  things: readonly unknown[]
}) {
  return (
    // Wider than its place: whoever scrolls by keyboard has to reach it.
    <div className="field-table" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {wordsOf(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {things.map((thing, i) => (
            <tr key={i}>
              {names.map((name) => {
                const value = memberOf(thing, name)
                return <td key={name}>{isPlain(value) && <PlainValue value={value} />}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function memberOf(thing: unknown, name: string): unknown {
  return thing !== null && typeof thing === 'object' ? Reflect.get(thing, name) : undefined
}
