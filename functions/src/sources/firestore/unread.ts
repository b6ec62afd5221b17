import type { Marks, ParsedRecord } from '../../model/source.ts'
import { itemFields, orderFields, type ItemField, type OrderField } from './fieldNames.ts'
import type { FieldSettings } from './fields.ts'

/*
 * Parts of an order that are there and cannot be read. The order is copied without them, which nobody may have to find out by chance:
 * each leaves a mark, and the number of marks is told (invariant 9).
 */

/** Takes note that a part cannot be read; `problem` follows the part's name in a sentence, is one of few, and quotes no value. */
export type Tell = (field: OrderField | ItemField, problem: string) => void

/** Collects what is told of one order, each once. */
export function unreadParts(own: FieldSettings): { readonly tell: Tell; readonly told: ReadonlySet<string> } {
  const told = new Set<string>()
  const tell: Tell = (field, problem) => {
    // A problem may name a setting of its own.
    const remedy = problem.includes('orders.') ? '' : `: set orders.fields${keyOf(field)}`
    told.add(`${placeOf(field, own)} ${problem}${remedy}`)
  }
  return { tell, told }
}

/** The words for a column that the shop declares in `setting` and that cannot be read. */
export function unreadColumn(name: string, setting: string): string {
  return `the column "${name}" cannot be read: set its path or kind in ${setting}`
}

const mark = 'unread: '

/** The marks of a parsed record for `review`. */
export function unreadMarks(parsed: ParsedRecord): string[] {
  return parsed.ok ? (parsed.unread ?? []).map((part) => mark + part) : []
}

/** The number of records of which each part could not be read. */
export function unreadCounts(marks: Marks): ReadonlyMap<string, number> {
  const told = Object.entries(marks).filter(([name]) => name.startsWith(mark))
  return new Map(told.map(([name, count]) => [name.slice(mark.length), count]))
}

/** The field as the shop calls it, in quotes. */
function placeOf(field: OrderField | ItemField, own: FieldSettings): string {
  const usual: Readonly<Record<OrderField | ItemField, readonly string[]>> = { ...orderFields, ...itemFields }
  const path = own[field]?.paths[0] ?? usual[field][0] ?? field
  const list = own.items?.paths[0] ?? orderFields.items[0]
  return field in itemFields ? `"${list}[].${path}"` : `"${path}"`
}

function keyOf(field: OrderField | ItemField): string {
  return /^\w+$/.test(field) ? `.${field}` : `["${field}"]`
}
