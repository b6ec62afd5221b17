import type { PipelineStatus } from 'contract/sync.ts'
import { formatCount } from '../format/count.ts'
import { shopOrders } from './shopOrders.ts'

/** The shop's words for a status that mean nothing here, with the orders that have them; nothing where there are none. */
export function UnknownStatuses({ status }: { status: PipelineStatus }) {
  const { words, others } = status.unmappedStatuses
  if (words.length === 0 && others === 0) return null
  return (
    <>
      <h3>Unknown statuses</h3>
      <p>
        Orders with these words are listed as processing and are in no revenue. Say what they mean by{' '}
        {status.pipeline === shopOrders ? (
          <>
            <code>orders.status</code> in <code>functions/tidemark.json</code>
          </>
        ) : (
          'the setting that the alert names'
        )}{' '}
        and deploy: a full run follows by itself.
      </p>
      <ul>
        {words.map(({ word, count }) => (
          <li key={word}>
            <code>{word}</code> {formatCount(count)}
          </li>
        ))}
        {others > 0 && <li>other words {formatCount(others)}</li>}
      </ul>
    </>
  )
}
