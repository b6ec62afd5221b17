import { streamLabel, type NamedStream } from '../format/labels.ts'
import { hrefOf } from '../routing/location.ts'
import { hrefOfStream, streamsView } from '../routing/records.ts'

/** A view that the navigation leads to. */
export interface ViewLink {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
  /** True where the link tells how many things need a look. */
  readonly hasBadge: boolean
}

const own = [
  ['orders', 'Orders'],
  ['overview', 'Overview'],
  ['seasons', 'Seasons'],
  ['sync', 'Sync'],
] as const

/** The streams that have a view of their own, which is there where they are. */
const viewOfStream: ReadonlyMap<string, string> = new Map([['operatingSeasons', 'seasons']])

/** The page's own views, as far as their streams are copied: orders first. */
export function ownViews([view = 'orders']: readonly string[], streams: readonly string[]): readonly ViewLink[] {
  const absent = [...viewOfStream].filter(([stream]) => !streams.includes(stream)).map(([, name]) => name)
  const there = own.filter(([name]) => !absent.includes(name))
  return there.map(([name, label]) => ({
    href: hrefOf([name]),
    label,
    isCurrent: view === name,
    hasBadge: name === 'sync',
  }))
}

/** The views of streams; those that have one of their own are none of them. */
export function streamViews([view, opened]: readonly string[], streams: readonly NamedStream[]): readonly ViewLink[] {
  return streams
    .filter(({ name }) => name !== 'orders' && !viewOfStream.has(name))
    .map(({ name, label }) => ({
      href: hrefOfStream(name),
      label: streamLabel({ name, label }),
      isCurrent: view === streamsView && opened === name,
      hasBadge: false,
    }))
}

/** Returns the name of the view at a path, for the window's title. */
export function viewTitle(path: readonly string[], streams: readonly NamedStream[]): string {
  const [view = 'orders', stream] = path
  if (view === streamsView && stream !== undefined)
    return streamLabel(streams.find(({ name }) => name === stream) ?? { name: stream })
  return own.find(([name]) => name === view)?.[1] ?? 'Not found'
}
