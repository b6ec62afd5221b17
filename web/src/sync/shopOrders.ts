/** The pipeline of the orders whose words and fields stand in functions/tidemark.json; vendors' have params. */
export const shopOrders = 'firestore.orders'
