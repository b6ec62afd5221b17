import { useEffect, useRef, useState } from 'react'

import { utc } from 'contract/timeZone.ts'
import type { Filter, Sort } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import { formatCounted } from '../format/count.ts'
import { textOfDay } from '../format/days.ts'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'
import { saveFile } from '../ui/saveFile.ts'
import { useShopZone } from '../ui/shopZone.tsx'

export interface Export {
  /** Rows that have come; null while nothing is being exported. */
  readonly rows: number | null
  readonly start: (filter: Filter, sort: Sort) => void
  readonly cancel: () => void
}

/** Downloads all orders of a filter as CSV, its times in the shop's zone. The file is saved only when its end has come: a part never looks whole. */
export function useExport(): Export {
  const { calls } = useBackend()
  const say = useSay()
  const zone = useShopZone() ?? utc
  const [rows, setRows] = useState<number | null>(null)
  const under = useRef<AbortController | null>(null)
  useEffect(() => () => under.current?.abort(), [])
  const run = async (filter: Filter, sort: Sort, { signal }: AbortController): Promise<void> => {
    const texts: string[] = []
    let ends = 0
    const onText = (text: string): void => {
      texts.push(text)
      ends += lineEndsIn(text)
      // The first line is the header. Lines within a field count, too: it is a hint, and the answer has the number.
      setRows(Math.max(0, ends - 1))
    }
    const request = { filter, sort, format: 'csv', timeZone: zone.name } as const
    const { rows: whole } = await calls.exportOrders(request, onText, signal)
    const name = `orders-${textOfDay(zone.dayOf(Date.now()))}.csv`
    saveFile(new Blob(texts, { type: 'text/csv;charset=utf-8' }), name)
    say(`${formatCounted(whole, 'order')} exported.`)
  }
  return {
    rows,
    start: (filter, sort) => {
      const controller = new AbortController()
      under.current = controller
      setRows(0)
      run(filter, sort, controller)
        .catch((error: unknown) => {
          if (!controller.signal.aborted) say(`The export failed, and nothing was saved. ${messageOf(error)}`, 'bad')
        })
        .finally(() => setRows(null))
    },
    cancel: () => under.current?.abort(),
  }
}

function lineEndsIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) count += 1
  return count
}
