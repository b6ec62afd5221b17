import { useEffect, useRef, useState } from 'react'

import type { ExportFormat, ExportOrdersResponse } from 'contract/api.ts'
import { utc } from 'contract/timeZone.ts'
import { formatCounted } from '../format/count.ts'
import { textOfDay } from '../format/days.ts'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'
import { saveFile } from '../ui/saveFile.ts'
import { useShopZone } from '../ui/shopZone.tsx'

/** Asks for a file, whose times are in the zone of that name; its pieces come to `onText`. */
export type AskForFile = (
  asked: { readonly format: ExportFormat; readonly timeZone: string },
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<Pick<ExportOrdersResponse, 'rows' | 'firestoreReads'>>

/** The words for a file: the beginning of its name, and the noun for its lines. */
export interface FileWords {
  readonly name: string
  readonly noun: string
}

export interface Export {
  /** Rows that have come; null while nothing is being exported. */
  readonly rows: number | null
  /** True where each of these rows is a row of the list. */
  readonly isList: boolean
  /** Starts an export; `file` is for a file whose lines are not the rows of the list. */
  readonly start: (format: ExportFormat, ask: AskForFile, file?: FileWords) => void
  readonly cancel: () => void
}

const formats = {
  // The first line is the header. Lines within a field count, too: it is a hint, and the answer has the number.
  csv: { lineEnd: '\r\n', headers: 1, type: 'text/csv;charset=utf-8' },
  ndjson: { lineEnd: '\n', headers: 0, type: 'application/x-ndjson' },
} as const satisfies Record<ExportFormat, object>

/**
 * Downloads all rows of a list, its times in the shop's zone. The file is saved only when its end has come: a part never looks
 * whole.
 */
export function useExport(list: FileWords): Export {
  const say = useSay()
  const zone = useShopZone() ?? utc
  const [rows, setRows] = useState<number | null>(null)
  const [isList, setIsList] = useState(true)
  const under = useRef<AbortController | null>(null)
  useEffect(() => () => under.current?.abort(), [])
  const run = async (
    format: ExportFormat,
    ask: AskForFile,
    { name, noun }: FileWords,
    { signal }: AbortController,
  ): Promise<void> => {
    const { lineEnd, headers, type } = formats[format]
    const texts: string[] = []
    let ends = 0
    const onText = (text: string): void => {
      texts.push(text)
      ends += countOf(lineEnd, text)
      setRows(Math.max(0, ends - headers))
    }
    const { rows: whole, firestoreReads } = await ask({ format, timeZone: zone.name }, onText, signal)
    saveFile(new Blob(texts, { type }), `${name}-${textOfDay(zone.dayOf(Date.now()))}.${format}`)
    const cost = noun === list.noun ? '' : `, for ${formatCounted(firestoreReads, 'read')}`
    say(`${formatCounted(whole, noun)} exported${cost}.`)
  }
  return {
    rows,
    isList,
    start: (format, ask, file = list) => {
      const controller = new AbortController()
      under.current = controller
      setRows(0)
      setIsList(file === list)
      run(format, ask, file, controller)
        .catch((error: unknown) => {
          if (!controller.signal.aborted) say(`The export failed, and nothing was saved. ${messageOf(error)}`, 'bad')
        })
        .finally(() => setRows(null))
    },
    cancel: () => under.current?.abort(),
  }
}

function countOf(part: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1
  return count
}
