import { Timestamp } from '../../../../functions/src/lib/firestore/firestore.ts'
import { cents, db, iso, order, pick, timeOf, type ShopShape } from './shape.ts'

/** Shops whose orders have another structure than usual: other names, parts that are nested, missing or elsewhere. */
export const shopsByLayout = {
  S1: {
    about: 'integer status, amounts as texts, cart items',
    collection: 'orders',
    answers: {
      'orders.status.words.0': 'pending',
      'orders.status.words.1': 'processing',
      'orders.status.words.2': 'delivered',
      'orders.currency': 'USD',
    },
    orderOf(n) {
      const price = cents(n)
      const text = (minor: number): string => (minor / 100).toFixed(n % 2 === 0 ? 2 : minor % 10 === 0 ? 1 : 2)
      return order(
        n,
        {
          id: `N-${n}`,
          userId: `u${n % 7}`,
          orderStatus: n % 3,
          cartItems: [{ name: 'Tea', saleAmount: text(price), amount: 1 + (n % 3) }],
          subTotalAmount: text(price * (1 + (n % 3))),
          deliveryCharge: '10.0',
          totalAmount: text(price * (1 + (n % 3)) + 1_000),
          orderDate: Timestamp.fromMillis(timeOf(n)),
          address: { fullName: 'Ann Example', addressText: '1 Road' },
        },
        {
          orderNumber: `N-${n}`,
          status: pick(['pending', 'processing', 'delivered'], n),
          sourceStatus: String(n % 3),
          total: price * (1 + (n % 3)) + 1_000,
          subtotal: price * (1 + (n % 3)),
          shipping: 1_000,
          items: [['Tea', 1 + (n % 3), price]],
          customer: { id: `u${n % 7}` },
          createdAt: iso(timeOf(n)),
          shippingAddress: { fullName: 'Ann Example', addressText: '1 Road' },
        },
      )
    },
  },
  S2: {
    about: 'no status at all',
    collection: 'orders',
    answers: { 'orders.status.default': 'completed', 'orders.currency': 'EUR' },
    orderOf(n) {
      const [price, quantity] = [3 + (n % 17), 1 + (n % 4)]
      return order(
        n,
        {
          buyer: { name: 'Ann', email: `ann${n}@example.com` },
          items: [{ id: `p${n % 5}`, title: 'Tea', quantity, price }],
          date: Timestamp.fromMillis(timeOf(n)),
          total: price * quantity,
        },
        {
          status: 'completed',
          currency: 'EUR',
          total: price * quantity * 100,
          customer: { name: 'Ann', email: `ann${n}@example.com` },
          items: [['Tea', quantity, price * 100]],
          createdAt: iso(timeOf(n)),
        },
      )
    },
  },
  S3: {
    about: 'no total, quantities by product, no date',
    collection: 'orders',
    answers: { 'orders.fields.totalAmount.default': '0', 'orders.currency': 'EUR' },
    orderOf: (n) =>
      order(
        n,
        {
          products: { [`sku-${n % 6}`]: 1 + (n % 3), [`sku-${10 + (n % 4)}`]: 1 },
          status: pick(['placed', 'shipped', 'cancelled'], n),
          user: db.doc(`users/u${n % 9}`),
        },
        {
          total: 0,
          status: pick(['pending', 'shipped', 'cancelled'], n),
          customer: { id: `users/u${n % 9}` },
          items: [[`sku-${n % 6}`, 1 + (n % 3), 0] as const, [`sku-${10 + (n % 4)}`, 1, 0] as const].sort(([a], [b]) =>
            a < b ? -1 : 1,
          ),
          createdAt: iso(timeOf(n) + 700),
        },
      ),
  },
  S5: {
    about: 'orders under each user, cents, epoch seconds, no status',
    collection: 'users/{uid}/orders',
    answers: { 'orders.status.default': 'processing', 'orders.currency': 'EUR' },
    orderOf(n) {
      const price = cents(n)
      const seconds = Math.floor(timeOf(n) / 1000)
      return order(
        n,
        {
          basket: [{ id: `s${n % 5}`, title: 'Tea', price: price / 100, amount: 1 + (n % 2) }],
          amount: price * (1 + (n % 2)),
          created: seconds,
        },
        {
          total: price * (1 + (n % 2)),
          items: [['Tea', 1 + (n % 2), price]],
          createdAt: iso(seconds * 1000),
        },
        `users/u${n % 2}/orders/o${Math.floor(n / 2)}`,
      )
    },
  },
  S7: {
    about: 'nested and renamed, keys with blanks and #',
    collection: 'orders',
    answers: { 'orders.currency': 'INR' },
    orderOf(n) {
      const price = 10_001 + ((n * 1_237) % 30_000)
      const total = 2 * price + 2_800
      return order(
        n,
        {
          'Order #': `A-${n}`,
          'Customer Name': 'Ann',
          uid: `u${n}`,
          productList: [{ product: { name: 'Tea', price: 5 }, qty: 2, unitPriceConverted: price / 100 }],
          metaData: {
            PaymentMode: 'cod',
            ProductsPrice: total / 100 + 0.001,
            ProductStatus: pick(['Pending', 'Delivered', 'Shipped'], n),
          },
          createdAt: Timestamp.fromMillis(timeOf(n)),
          address: { fullName: 'Ann', pincode: 411_001 },
        },
        {
          orderNumber: `A-${n}`,
          total,
          status: pick(['pending', 'delivered', 'shipped'], n),
          customer: { id: `u${n}`, name: 'Ann' },
          items: [['Tea', 2, price]],
          shippingAddress: { fullName: 'Ann', pincode: 411_001 },
        },
      )
    },
  },
  S10: {
    about: 'capital names, the item as a text, a reference',
    collection: 'Orders',
    answers: { 'orders.currency': 'GBP' },
    orderOf: (n) =>
      order(
        n,
        {
          Amount: 5 + ((n * 3) % 60),
          Product: pick(['Gin', 'Rum', 'Dry Tonic'], n),
          Status: pick(['Pending', 'Shipped'], n),
          user: db.doc(`users/u${n % 5}`),
        },
        {
          status: pick(['pending', 'shipped'], n),
          total: (5 + ((n * 3) % 60)) * 100,
          customer: { id: `users/u${n % 5}` },
          items: [[pick(['Gin', 'Rum', 'Dry Tonic'], n), 1, 0]],
          createdAt: iso(timeOf(n) + 700),
        },
      ),
  },
} as const satisfies Readonly<Record<string, ShopShape>>
