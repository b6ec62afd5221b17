import { useId } from 'react'

import type { StreamDescription } from 'contract/records.ts'
import { useStreams } from '../backend/streams.ts'
import { streamLabel } from '../format/labels.ts'
import { hrefOfReferring } from '../routing/records.ts'

/** Links to the lists of the records that may refer to this one; nothing where no stream does. */
export function ReferredToBy({ stream, id }: { stream: string; id: string }) {
  const { data = [] } = useStreams()
  const titleId = useId()
  const links = data.flatMap((referring) => linksOf(referring, stream, id))
  if (links.length === 0) return null
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>Referred to by</h3>
      <ul className="referring">
        {links.map(({ href, label, column }) => (
          <li key={href}>
            <a href={href}>{label}</a> <span className="muted">by {column}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function linksOf({ name, label, columns }: StreamDescription, stream: string, id: string) {
  return columns
    .filter(({ references }) => references === stream)
    .map((column) => ({
      href: hrefOfReferring(name, column.name, id),
      label: streamLabel({ name, label }),
      column: column.label,
    }))
}
