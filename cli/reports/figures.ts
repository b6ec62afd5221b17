/** A payment as one of the two sides has it. Amounts are minor units of `currency`, times milliseconds since 1970. */
export interface PaymentFigures {
  readonly id: string
  readonly orderId: string | null
  readonly locationId: string
  readonly status: string
  readonly currency: string
  readonly total: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** An order as the cache has it. */
export interface OrderFigures {
  readonly id: string
  readonly locationId: string
  readonly status: string
  readonly currency: string
  readonly total: number
  readonly createdAt: number
}

/** The payments and orders of one merchant in the cache, and the moments through which they are complete. */
export interface CachedFigures {
  readonly payments: readonly PaymentFigures[]
  readonly orders: readonly OrderFigures[]
  /** Milliseconds since 1970. */
  readonly paymentsThrough: number
  readonly ordersThrough: number
  /** Ids of payments and orders that could not be read. */
  readonly quarantined: ReadonlySet<string>
  /** The days of locations, by their ids. */
  readonly dayAt: (locationId: string, ms: number) => string
}
