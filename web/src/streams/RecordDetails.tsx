import type { GetRecordResponse, StreamDescription } from 'contract/records.ts'
import { Facts, textFacts, type Fact } from '../list/Facts.tsx'
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
}

/** All that the cache holds of a record, from its own fields alone. */
export function RecordDetails({ stream, id, answer: { record, ...payload } }: Props) {
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
            <FieldValue label={label} value={value} />
          </section>
        ))}
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
        <Payload {...payload} />
      </section>
    </div>
  )
}

/** Tells whether a value fits beside its label. */
function isSmall({ value }: RecordField): boolean {
  return isPlain(value)
}

function factOf({ label, value, column }: RecordField, id: string, values: Values): Fact {
  const shown =
    column === null ? (
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
