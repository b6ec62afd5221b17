import { useEffect, useRef, useState } from 'react'

import { useBackend } from '../backend/context.ts'
import { mostExported } from '../backend/listenerLimits.ts'
import type { QuarantinedRecord } from '../backend/listeners.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { csvLine } from '../format/csvLine.ts'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'
import { saveFile } from '../ui/saveFile.ts'

export interface QuarantineExport {
  /** Records that have come; null while nothing is being exported. */
  readonly done: number | null
  /** `linkOf` gives each record's address in the Firebase console. */
  readonly start: (linkOf: (record: QuarantinedRecord) => string) => void
}

/** Downloads the ids and reasons of all quarantined records as CSV, read page by page; a file that is cut says so. */
export function useQuarantineExport(): QuarantineExport {
  const backend = useBackend()
  const say = useSay()
  const [done, setDone] = useState<number | null>(null)
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])
  const run = async (linkOf: (record: QuarantinedRecord) => string): Promise<void> => {
    const listeners = await backend.listeners()
    // Excel takes UTF-8 without a byte order mark for something older.
    const lines = [`\uFEFF${csvLine(['pipeline', 'sourceId', 'reason', 'quarantinedAtUtc', 'console'])}`]
    let count = 0
    for await (const page of listeners.quarantinePages()) {
      // Whoever leaves the view wants no file any more.
      if (!isThere.current) return
      for (const record of page) {
        const { pipeline, sourceId, reason, quarantinedAt } = record
        lines.push(csvLine([pipeline, sourceId, reason, quarantinedAt, linkOf(record)]))
      }
      count += page.length
      setDone(count)
    }
    saveFile(
      new Blob(lines, { type: 'text/csv;charset=utf-8' }),
      `quarantine-${new Date().toISOString().slice(0, 10)}.csv`,
    )
    if (count < mostExported) say(`${formatCounted(count, 'record')} exported.`)
    else say(`The first ${formatCount(count)} records were exported; there may be more.`, 'bad')
  }
  return {
    done,
    start: (linkOf) => {
      setDone(0)
      run(linkOf)
        .catch((error: unknown) => say(`The export failed, and nothing was saved. ${messageOf(error)}`, 'bad'))
        .finally(() => setDone(null))
    },
  }
}
