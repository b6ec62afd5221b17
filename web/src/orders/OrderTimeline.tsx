import type { GetOrderResponse } from 'contract/api.ts'
import { statusLabels } from '../format/labels.ts'
import { TimeAndAgo } from '../ui/Time.tsx'
import { ZoneNote } from '../ui/ZoneNote.tsx'
import { timesIn, type NamedTime } from './timesIn.ts'

/** What is known of an order's life: when it was placed and changed last, and the times that the source's record names. */
export function OrderTimeline({ order }: { order: GetOrderResponse }) {
  return (
    <>
      <ol className="timeline">
        {momentsOf(order).map(({ name, iso }) => (
          <li key={name}>
            <strong>{name}</strong> <TimeAndAgo iso={iso} />
          </li>
        ))}
        <li>
          <strong>Now</strong> {statusLabels[order.status].toLowerCase()}
        </li>
      </ol>
      <ZoneNote of="Times" />
    </>
  )
}

function momentsOf({ createdAt, updatedAt, payload }: GetOrderResponse): NamedTime[] {
  const ends = [
    { name: 'Placed', iso: createdAt },
    ...(updatedAt === createdAt ? [] : [{ name: 'Changed last', iso: updatedAt }]),
  ]
  // The record has those two, too, under names of its own.
  const between = timesIn(payload).filter(({ iso }) => !ends.some((end) => end.iso === iso))
  return [...ends, ...between].sort((a, b) => (a.iso < b.iso ? -1 : 1))
}
