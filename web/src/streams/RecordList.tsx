import { useCallback, useMemo } from 'react'

import type { RecordRow, StreamDescription } from 'contract/records.ts'
import { useBackend } from '../backend/context.ts'
import { streamLabel } from '../format/labels.ts'
import { useColumnChoice } from '../list/columnChoice.ts'
import { ListBody } from '../list/ListBody.tsx'
import { ListCards } from '../list/ListCards.tsx'
import { useListPage, type ListQuery, type ListSort } from '../list/listPage.ts'
import { ListTable } from '../list/ListTable.tsx'
import { ListToolbar } from '../list/ListToolbar.tsx'
import { neighboursOf } from '../list/neighbours.ts'
import { testCount } from '../list/recordTests.ts'
import { SearchBox } from '../list/SearchBox.tsx'
import { useExport } from '../list/useExport.ts'
import { usePaging } from '../list/usePaging.ts'
import { goTo } from '../routing/location.ts'
import { IgnoredBanner } from '../ui/Banners.tsx'
import { useIsPhone } from '../ui/media.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import { listColumns, sortChoicesOf } from './listColumns.tsx'
import { MixedAmounts, mixedIn } from './MixedAmounts.tsx'
import { RecordCard } from './RecordCard.tsx'
import { choosableColumns } from './recordColumns.ts'
import { RecordDrawer } from './RecordDrawer.tsx'
import { RecordFilters } from './RecordFilters.tsx'
import { asking, formatRecordList, recordFilterOf, recordRequestOf } from './recordListState.ts'
import { useRecordList } from './useRecordList.ts'

const formats = ['csv', 'ndjson'] as const

interface Props {
  readonly stream: StreamDescription
  readonly openedId: string | null
  readonly day: ShopDay
}

/** The list of any stream's records, and the one that is open beside it. */
export function RecordList({ stream, openedId, day }: Props) {
  const { calls } = useBackend()
  const { state, ignored, go, hrefOf } = useRecordList(stream)
  const label = streamLabel(stream)
  const words = { label, noun: 'record', nouns: 'records' }
  const request = useMemo(() => recordRequestOf(stream.name, state, day), [stream, state, day])
  const query = useMemo<ListQuery<RecordRow>>(
    () => ({
      key: ['records', request],
      ask: async () => {
        const { records, ...page } = await calls.listRecords(request)
        return { ...page, rows: records }
      },
    }),
    [calls, request],
  )
  const { data } = useListPage(query)
  const mixed = mixedIn(stream, state, data?.facets)
  const columns = useMemo(() => listColumns(stream, hrefOf), [stream, hrefOf])
  const choosable = useMemo(() => choosableColumns(stream), [stream])
  const choice = useColumnChoice(choosable)
  const isPhone = useIsPhone()
  const exporting = useExport({ name: stream.name, noun: words.noun })
  const paging = usePaging(calls.listRecords, request, state.page, (place) => go({ ...state, ...place }))
  const onSearch = useCallback(
    // A word is one step for the back button, however many keys it took.
    (search: string) => go(asking(state, { search }), { replace: state.search !== '' && search !== '' }),
    [go, state],
  )
  const onSort = (sort: ListSort): void => go(asking(state, { sort }))
  const onLimit = (limit: number): void => go(asking(state, { limit }))
  const searched = searchedIn(stream)
  return (
    <>
      <h1 className="visually-hidden">{label}</h1>
      {openedId !== null && (
        <RecordDrawer
          stream={stream}
          id={openedId}
          neighbours={neighboursOf(data?.rows ?? [], openedId, hrefOf)}
          onClose={() => goTo(hrefOf(null))}
        />
      )}
      <ListToolbar
        words={words}
        search={
          searched !== '' && (
            <SearchBox
              placeholder={`Search ${searched}`}
              label={`Search ${label.toLowerCase()} by ${searched}`}
              search={state.search}
              onSearch={onSearch}
            />
          )
        }
        filters={<RecordFilters stream={stream} state={state} facets={data?.facets} onChange={go} />}
        filterCount={testCount(state)}
        columns={columns}
        choice={choice}
        sorts={sortChoicesOf(stream)}
        sort={state.sort}
        limit={state.limit}
        // Amounts of several currencies do not compare: first one is chosen.
        total={mixed.length > 0 ? undefined : data?.total}
        exporting={exporting}
        formats={formats}
        onSort={onSort}
        onLimit={onLimit}
        onExport={(format) =>
          exporting.start(format, (asked, onText, signal) => {
            const filter = recordFilterOf(state, day)
            return calls.exportRecords({ ...asked, stream: stream.name, filter, sort: state.sort }, onText, signal)
          })
        }
      />
      <IgnoredBanner ignored={ignored} />
      <ListBody
        words={words}
        query={query}
        list={`${stream.name}?${formatRecordList(state).toString()}`}
        isFiltered={state.search !== '' || testCount(state) > 0}
        page={state.page}
        limit={state.limit}
        paging={paging}
        openedId={openedId}
        onOpen={(id) => goTo(hrefOf(id))}
        onLimit={onLimit}
        question={
          mixed.length > 0 ? <MixedAmounts stream={stream} state={state} currencies={mixed} onChange={go} /> : null
        }
      >
        {(shown) =>
          isPhone ? (
            <ListCards
              {...shown}
              renderCard={(row) => <RecordCard stream={stream} row={row} href={hrefOf(row.id)} />}
            />
          ) : (
            <ListTable {...shown} columns={columns} sort={state.sort} choice={choice} onSort={onSort} />
          )
        }
      </ListBody>
    </>
  )
}

/** The labels of the columns that are searched, as they stand within a sentence: "name, SKU". */
function searchedIn({ columns }: StreamDescription): string {
  return columns
    .filter(({ search }) => search)
    .map(({ label }) => (/^[A-Z][A-Z\d]/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1)))
    .join(', ')
}
