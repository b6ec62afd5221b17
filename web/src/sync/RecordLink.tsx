import type { QuarantinedRecord } from '../backend/listeners.ts'

/** Gives a record's address in the Firebase console. */
export type LinkOf = (record: QuarantinedRecord) => string

/** A record's id at its source, as a link to it in the Firebase console. */
export function RecordLink({ record, linkOf }: { record: QuarantinedRecord; linkOf: LinkOf }) {
  return (
    <a
      href={linkOf(record)}
      target="_blank"
      rel="noreferrer"
      title="Open in the Firebase console"
      aria-label={`${record.sourceId}, in the Firebase console, in a new tab`}
    >
      <code>{record.sourceId}</code>
    </a>
  )
}
