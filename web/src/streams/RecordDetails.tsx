import type { GetRecordResponse, StreamDescription } from 'contract/records.ts'
import { isAddress } from '../format/addressLines.ts'
import { contactLink } from '../format/contact.ts'
import { Address } from '../list/Address.tsx'
import { Facts, linked, textFacts, type Fact } from '../list/Facts.tsx'
import { Payload } from '../list/Payload.tsx'
import { ReferredToBy } from '../list/ReferredToBy.tsx'
import { ZoneNote } from '../ui/ZoneNote.tsx'
import { FieldValue } from './FieldValue.tsx'
import { fieldColumns, isPlain, recordFields, type RecordField } from './recordFields.ts'
import { categoryLabel, RecordValue, type Values } from '../list/RecordValue.tsx'

interface Props {
  readonly stream: StreamDescription
  readonly id: string
  readonly answer: GetRecordResponse
  /** False while there is only what its row has; `isWaiting` where the rest is on its way. */
  readonly isWhole: boolean
  readonly isWaiting: boolean
}

/** All that is known of a record, from its own fields alone. */
export function RecordDetails({ stream, id, answer: { record, ...payload }, isWhole, isWaiting }: Props) {
  const fields = recordFields(record, fieldColumns(stream))
  const sourceId = id.slice(id.indexOf(':') + 1)
  return (
    <div className="drawer-body">
      <section aria-label="Fields">
        <Facts facts={fields.filter(isSmall).map((field) => factOf(field, id, record))} />
        <ZoneNote of="Times" />
      </section>
      {fields
        .filter((field) => !isSmall(field))
        .map(({ name, label, value }) => (
          <section key={name} aria-labelledby={`field-${name}`}>
            <h3 id={`field-${name}`}>{label}</h3>
            {isNamedAddress(name, value) ? (
              <Address address={value} what={label} />
            ) : (
              <FieldValue label={label} value={value} />
            )}
          </section>
        ))}
      {!isWhole && isWaiting && (
        <p className="muted" role="status">
          Loading the rest …
        </p>
      )}
      <ReferredToBy stream={stream.name} id={id} />
      <section aria-labelledby="record-source">
        <h3 id="record-source">Source</h3>
        <Facts
          facts={textFacts([
            ['System', categoryLabel('source', id.slice(0, id.indexOf(':')))],
            ['Id there', sourceId],
            ['Id here', id],
          ])}
        />
        {isWhole && <Payload {...payload} />}
      </section>
    </div>
  )
}

/** Tells whether a value fits beside its label. */
function isSmall({ value }: RecordField): boolean {
  return isPlain(value)
}

/** Tells whether a field is an address: it is called one and has the parts of one. */
function isNamedAddress(name: string, value: unknown): value is Readonly<Record<string, unknown>> {
  return /address$/i.test(name) && typeof value === 'object' && value !== null && isAddress({ ...value })
}

function factOf({ name, label, value, column }: RecordField, id: string, values: Values): Fact {
  const contact = typeof value === 'string' ? contactLink(name, value) : null
  const shown =
    typeof value === 'string' && contact !== null ? (
      linked(value, contact)
    ) : column === null ? (
      <FieldValue label={label} value={value} />
    ) : (
      <RecordValue column={column} id={id} values={values} isCut={false} />
    )
  return {
    label,
    value: shown,
    ...(typeof value === 'string' && (column?.kind ?? 'text') === 'text' && { copied: value }),
  }
}
