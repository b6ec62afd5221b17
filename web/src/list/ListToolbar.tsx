import type { ReactNode } from 'react'

import type { ExportFormat } from 'contract/api.ts'
import { useIsPhone } from '../ui/media.ts'
import type { ColumnChoice } from './columnChoice.ts'
import { ColumnMenu } from './ColumnMenu.tsx'
import { ExportMenu } from './ExportButtons.tsx'
import type { ListSort } from './listPage.ts'
import type { ListWords } from './listWords.ts'
import { PhoneTools } from './PhoneTools.tsx'
import type { SortChoice } from './SortSelect.tsx'
import type { Export } from './useExport.ts'

export interface ListToolsProps {
  readonly words: ListWords
  /** The box to search in; null where nothing can be searched. */
  readonly search: ReactNode
  /** Everything that narrows the list otherwise, and how much of it is set. */
  readonly filters: ReactNode
  readonly filterCount: number
  readonly sorts: readonly SortChoice[]
  readonly sort: ListSort
  readonly limit: number
  /** How many rows the list has; undefined until it is known. */
  readonly total: number | undefined
  readonly exporting: Export
  readonly formats: readonly ExportFormat[]
  readonly onSort: (sort: ListSort) => void
  readonly onLimit: (limit: number) => void
  readonly onExport: (format: ExportFormat) => void
}

interface Props extends ListToolsProps {
  readonly columns: readonly { readonly id: string; readonly label: string }[]
  readonly choice: ColumnChoice
}

/** The controls that search, narrow and export a list: side by side, or on a phone behind one button. */
export function ListToolbar({ columns, choice, ...tools }: Props) {
  const isPhone = useIsPhone()
  const { search, filters, exporting, total, formats, onExport } = tools
  return (
    <div className="toolbar">
      {search}
      {isPhone ? (
        <PhoneTools {...tools} />
      ) : (
        <>
          {filters}
          <span className="toolbar-end">
            <ColumnMenu columns={columns} choice={choice} />
            <ExportMenu exporting={exporting} total={total} formats={formats} onStart={onExport} />
          </span>
        </>
      )}
    </div>
  )
}
