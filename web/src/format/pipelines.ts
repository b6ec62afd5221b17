/** Returns the noun for the records of a pipeline, `source[.account].stream`: orders have one of their own. */
export function recordsOf(pipeline: string): 'orders' | 'records' {
  return isOfOrders(pipeline) ? 'orders' : 'records'
}

/** Tells whether a pipeline brings the orders that lists show; others bring products, returns and so on. */
export function isOfOrders(pipeline: string): boolean {
  return pipeline.split('.').at(-1) === 'orders'
}

/** Tells whether a pipeline copies an account at a vendor. */
export function isOfAccount(pipeline: string, { source, account }: { source: string; account: string }): boolean {
  return pipeline.startsWith(`${source}.${account}.`)
}
