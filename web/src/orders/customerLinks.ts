import type { Customer } from 'contract/order.ts'
import { hrefOf } from '../routing/location.ts'
import { formatListState, initialListState } from './listState.ts'

/** The link to all orders of a customer: those that a search for what names them best finds. Null where nothing is known of them. */
export function ordersOfCustomer({ email, phone, name }: Customer): string | null {
  const search = email ?? phone ?? name
  if (search === undefined || search === '') return null
  return hrefOf(['orders'], formatListState({ ...initialListState, filter: { search } }))
}
