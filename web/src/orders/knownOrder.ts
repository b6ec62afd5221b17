import type { GetOrderResponse, OrderRow } from 'contract/api.ts'

/** What a list's row says of an order, and the rest where that has come. */
export type KnownOrder = OrderRow & Partial<Omit<GetOrderResponse, keyof OrderRow>>
