import { useId } from 'react'

import { dollarsOf, formatDollars, priceNote } from 'contract/prices.ts'
import type { RunsBill } from '../backend/runHistory.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { monthStart } from '../format/days.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import { Time } from '../ui/Time.tsx'
import { readsOfSum, useMonthCost } from './useMonthCost.ts'

/** What Tidemark has cost since the month began in the shop, as far as its journal tells. */
export function MonthCost({ day: { zone, today } }: { day: ShopDay }) {
  const heading = useId()
  const since = new Date(zone.startOf(monthStart(today))).toISOString()
  const { bill, readAt, error, retry } = useMonthCost(since)
  return (
    <section className="panel" aria-labelledby={heading} aria-busy={bill === undefined && error === null}>
      <h2 id={heading}>What Tidemark cost this month</h2>
      {bill !== undefined && <Bill bill={bill} since={since} readAt={readAt} />}
      {bill === undefined && error === null && <div className="skeleton" role="status" aria-label="Loading the cost" />}
      {bill === undefined && error !== null && (
        <p role="alert">
          {isMissingIndex(error)
            ? 'The journal cannot be summed before its index is there: deploy firestore.indexes.json (firebase deploy --only firestore) and wait until it is built. '
            : 'The cost could not be read. Check your connection. '}
          <button type="button" className="link-button" onClick={retry}>
            Read the cost again
          </button>
        </p>
      )}
    </section>
  )
}

function Bill({ bill, since, readAt }: { bill: RunsBill; since: string; readAt: number }) {
  const asked = readsOfSum(bill.runs)
  return (
    <>
      <dl className="headline-figures">
        <Figure label="So far" text={formatDollars(dollarsOf(bill))} />
        <Figure label="Reads" text={formatCount(bill.reads)} />
        <Figure label="Writes" text={formatCount(bill.writes)} />
        <Figure label="Runs" text={formatCount(bill.runs)} />
      </dl>
      <p className="muted">
        What Firestore charges for the runs that started since <Time iso={since} />, by the journal, at {priceNote};{' '}
        <a href="https://firebase.google.com/docs/firestore/pricing" target="_blank" rel="noreferrer">
          prices elsewhere
        </a>
        . The free quota is not taken off.
      </p>
      <p className="muted">
        Not in it: what this page and others read (at most one read an answer), the reports of the change feed (one
        write for each change of an order), deletes, storage, network and the functions’ own time; a run under way,
        before it ends; and runs that the journal has dropped (JOURNAL_DAYS).
      </p>
      <p className="muted">
        Read <Time iso={new Date(readAt).toISOString()} />, for {formatCounted(asked, 'read')} (
        {formatDollars(dollarsOf({ reads: asked, writes: 0 }))}): one for each 1,000 runs.
      </p>
    </>
  )
}

function Figure({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  )
}

/** Firestore refuses a sum that has no index, or whose index is still being built. */
function isMissingIndex(error: Error): boolean {
  return 'code' in error && error.code === 'failed-precondition'
}
