/** Records that failed for the same reason. */
export interface ReasonGroup<T> {
  readonly reason: string
  readonly records: readonly T[]
}

/** The records by their reasons, the most frequent first. Which item of an order it was does not part them. */
export function byReason<T extends { readonly reason: string }>(records: readonly T[]): ReasonGroup<T>[] {
  const groups = Map.groupBy(records, ({ reason }) => kindOf(reason))
  return [...groups]
    .map(([reason, members]) => ({ reason, records: members }))
    .sort((a, b) => b.records.length - a.records.length || (a.reason < b.reason ? -1 : 1))
}

/** "lineItems.3.name: ..." as "lineItems.*.name: ...". */
function kindOf(reason: string): string {
  return reason.replace(/\.\d+(?=[.:])/g, '.*')
}
