import { hrefOf } from './location.ts'

/*
 * Where the lists of streams and their records are. Orders have a view of their own; all others have one in common, whose
 * addresses begin with `#/streams/`.
 */

const orders = 'orders'
/** The first part of the addresses of all other streams. */
export const streamsView = 'streams'

/** The operators of a column's test, as the functions have them. */
export type TestOperator = 'in' | 'from' | 'to' | 'min' | 'max'

/** The param of an address that tests a column: `in.status`. */
export function testParam(operator: TestOperator | 'days', column: string): string {
  return `${operator}.${column}`
}

/** The link to a stream's list. */
export function hrefOfStream(stream: string, params?: URLSearchParams): string {
  return hrefOf(pathOf(stream), params)
}

/** The link to a record, over its list. */
export function hrefOfRecord(stream: string, id: string, params?: URLSearchParams): string {
  return hrefOf([...pathOf(stream), id], params)
}

/** The id of the record that a cell names: both are of one source. `id` is that of the cell's own record. */
export function referredId(id: string, cell: string): string {
  return `${id.slice(0, id.indexOf(':'))}:${cell}`
}

/** The link to the list of a stream's records whose column names the record with this id. */
export function hrefOfReferring(stream: string, column: string, id: string): string {
  const sourceId = id.slice(id.indexOf(':') + 1)
  return hrefOfStream(stream, new URLSearchParams({ [testParam('in', column)]: sourceId }))
}

function pathOf(stream: string): string[] {
  return stream === orders ? [orders] : [streamsView, stream]
}
