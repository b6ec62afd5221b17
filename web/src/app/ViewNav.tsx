import { useStreams } from '../backend/streams.ts'
import { usePlace } from '../routing/location.ts'
import { useIsPhone } from '../ui/media.ts'
import { AttentionBadge } from './Attention.tsx'
import { ViewMenu } from './ViewMenu.tsx'
import { ownViews, streamViews, type ViewLink } from './views.ts'

/**
 * The ways to every view. Streams beside the orders are in a menu, for some vendors bring twenty; on a phone all views are,
 * as soon as there are such streams.
 */
export function ViewNav() {
  const { path } = usePlace()
  const isPhone = useIsPhone()
  const { data = [] } = useStreams()
  const names = data.map(({ name }) => name)
  const [own, streams] = [ownViews(path, names), streamViews(path, data)]
  const [orders, ...others] = own
  if (streams.length === 0 || orders === undefined) return <nav aria-label="Views">{own.map(linkOf)}</nav>
  if (isPhone) {
    return (
      <nav aria-label="Views">
        <ViewMenu title="Views" views={[orders, ...streams, ...others]} />
      </nav>
    )
  }
  return (
    <nav aria-label="Views">
      {linkOf(orders)}
      <ViewMenu title="More" views={streams} />
      {others.map(linkOf)}
    </nav>
  )
}

function linkOf({ href, label, isCurrent, hasBadge }: ViewLink) {
  return (
    <a key={href} href={href} aria-current={isCurrent ? 'page' : undefined}>
      {label}
      {hasBadge && <AttentionBadge />}
    </a>
  )
}
