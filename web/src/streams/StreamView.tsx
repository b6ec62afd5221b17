import './streams.css'

import { useStreams } from '../backend/streams.ts'
import { hrefOf } from '../routing/location.ts'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { useShopDay } from '../ui/shopZone.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { RecordList } from './RecordList.tsx'

interface Props {
  /** The stream's name. */
  readonly name: string
  readonly openedId: string | null
}

/** The records of one stream: whichever it is, its description says all that the view needs to know. */
export default function StreamView({ name, openedId }: Props) {
  const { data, error, refetch } = useStreams()
  const day = useShopDay()
  const stream = data?.find((one) => one.name === name)
  if (data === undefined && error !== null)
    return (
      <ErrorPanel title="The streams could not be loaded" message={messageOf(error)} onRetry={() => void refetch()} />
    )
  // Days with a name, and times, are the shop's.
  if (data === undefined || day === null) return <Waiting />
  if (stream === undefined)
    return (
      <section className="panel">
        <h1>Nothing of this name is copied</h1>
        <p>
          This deployment has no stream {name}. <a href={hrefOf(['orders'])}>Go to the orders</a>
        </p>
      </section>
    )
  return <RecordList key={name} stream={stream} openedId={openedId} day={day} />
}
