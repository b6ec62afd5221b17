import './list.css'

import type { ReactNode } from 'react'

import { StaleBanner } from '../ui/Banners.tsx'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { useIsPhone } from '../ui/media.ts'
import { CardsSkeleton } from './CardsSkeleton.tsx'
import { useListPage, type ListPage, type ListQuery, type ListRow } from './listPage.ts'
import type { ListWords } from './listWords.ts'
import { NewsBar } from './NewsBar.tsx'
import { Pager } from './Pager.tsx'
import type { ShownRows } from './shownRows.ts'
import { TableSkeleton } from './TableSkeleton.tsx'
import { useNews } from './useNews.ts'
import type { Paging } from './usePaging.ts'

interface Props<Row extends ListRow> extends Pick<ShownRows<Row>, 'list' | 'openedId' | 'onOpen'> {
  readonly words: ListWords
  /** The same object while it is the same question. */
  readonly query: ListQuery<Row>
  readonly isFiltered: boolean
  readonly page: number
  readonly limit: number
  readonly paging: Paging
  readonly onLimit: (limit: number) => void
  /** What has to be answered before there can be a list, and stands in its place. */
  readonly question: ReactNode
  /** The page's rows, as a table or as cards. */
  readonly children: (shown: ShownRows<Row>) => ReactNode
}

/** The page of a list with all that may become of it: on its way, failed, empty, older than the cache. */
export function ListBody<Row extends ListRow>(props: Props<Row>) {
  const { words, query, isFiltered, page, limit, paging, question, onLimit, children, ...shown } = props
  const { data, error, isPlaceholderData, isFetching, refetch } = useListPage(query)
  const { news, accept } = useNews(query)
  const isPhone = useIsPhone()
  const retry = (): void => void refetch()
  if (data === undefined && error !== null)
    return <ErrorPanel title={`The ${words.nouns} could not be loaded`} message={messageOf(error)} onRetry={retry} />
  if (data === undefined) return isPhone ? <CardsSkeleton nouns={words.nouns} /> : <TableSkeleton nouns={words.nouns} />
  return (
    <>
      {error !== null && (
        <StaleBanner error={error} shown="The list below is older." isFetching={isFetching} onRetry={retry} />
      )}
      {question ?? (
        <>
          <NewsBar news={news} noun={words.noun} onAccept={accept} />
          {data.rows.length === 0 && (
            <Empty words={words} isFiltered={isFiltered} page={data} isStale={isPlaceholderData} />
          )}
          {data.rows.length > 0 &&
            children({
              ...shown,
              label: words.label,
              rows: data.rows,
              offset: (page - 1) * limit,
              total: data.total,
              isStale: isPlaceholderData,
            })}
          <Pager
            nouns={words.nouns}
            page={page}
            limit={limit}
            shown={data.rows.length}
            total={data.total}
            hasNext={data.nextCursor !== null && !isPlaceholderData}
            onFirst={() => paging.turnTo(1)}
            onPrevious={() => paging.turnTo(page - 1)}
            onNext={() => data.nextCursor !== null && paging.next(data.nextCursor)}
            onLimit={onLimit}
          />
        </>
      )}
    </>
  )
}

interface EmptyProps extends Pick<Props<ListRow>, 'words' | 'isFiltered'> {
  readonly page: ListPage<ListRow>
  readonly isStale: boolean
}

function Empty({ words, isFiltered, page, isStale }: EmptyProps) {
  return (
    <section className="panel empty" aria-busy={isStale}>
      <h2>{isFiltered ? `No ${words.noun} matches` : `No ${words.nouns} yet`}</h2>
      <p>{isFiltered ? 'Try another word or fewer filters.' : whyNone(page)}</p>
    </section>
  )
}

function whyNone({ asOf }: ListPage<ListRow>): string {
  return asOf === null
    ? 'As soon as the first sync has copied some, they are here.'
    : 'Everything has been copied, and there are none.'
}
