import { createdAt, placed, placedAt, reference, type Shape } from './shape.ts'

/** Orders of another structure than usual: other names, parts that are nested, missing or elsewhere. */
export const shapesByLayout: readonly Shape[] = [
  {
    name: 'statuses as integers, amounts as texts, a cart',
    settings: {
      createdAt: 'orderDate',
      fields: {
        orderId: 'id',
        status: 'orderStatus',
        subtotal: 'subTotalAmount',
        shipping: 'deliveryCharge',
        'customer.id': 'userId',
        'customer.name': 'address.fullName',
        shippingAddress: 'address',
        items: 'cartItems',
        'items.quantity': 'amount',
        'items.price': 'saleAmount',
      },
      status: { words: { 0: 'pending', 1: 'processing', 2: 'delivered' } },
    },
    orders: [
      {
        data: {
          id: 'N-1',
          userId: 'u1',
          orderStatus: 0,
          cartItems: [{ name: 'Tea', saleAmount: '2.50', amount: 2 }],
          subTotalAmount: '5.0',
          deliveryCharge: '10.0',
          totalAmount: '15.0',
          orderDate: placed,
          address: { fullName: 'Ann Example', addressText: '1 Road' },
        },
        want: {
          orderNumber: 'N-1',
          status: 'pending',
          sourceStatus: '0',
          total: 1500,
          subtotal: 500,
          shipping: 1000,
          customer: { id: 'u1', name: 'Ann Example' },
          createdAt: placedAt,
        },
        items: [['Tea', 2, 250]],
      },
    ],
  },
  {
    name: 'no status at all',
    settings: {
      createdAt: 'date',
      fields: {
        totalAmount: 'total',
        'customer.name': 'buyer.name',
        'customer.email': 'buyer.email',
        'items.sku': 'id',
        'items.name': 'title',
      },
      status: { default: 'completed' },
    },
    orders: [
      {
        data: {
          buyer: { name: 'Ann', email: 'ann@example.com' },
          items: [{ id: 'p1', title: 'Tea', quantity: 2, price: 5 }],
          date: placed,
          total: 10,
        },
        want: {
          status: 'completed',
          sourceStatus: '',
          total: 1000,
          customer: { name: 'Ann', email: 'ann@example.com' },
        },
        items: [['Tea', 2, 500]],
      },
    ],
  },
  {
    name: 'no total, quantities by product, no date',
    settings: {
      createdAt: null,
      fields: { items: 'products', 'customer.id': 'user', totalAmount: { default: 0 } },
      totalFromItems: true,
    },
    orders: [
      {
        data: { products: { 'sku-1': 2, 'sku-2': 1 }, status: 'placed', user: reference },
        want: { total: 0, customer: { id: 'users/u1' }, createdAt },
        items: [
          ['sku-1', 2, 0],
          ['sku-2', 1, 0],
        ],
      },
      {
        data: { products: { 'sku-1': { price: 2.5, quantity: 2 }, 'sku-2': { price: 1 } }, status: 'placed' },
        want: { total: 600, subtotal: 600 },
        items: [
          ['sku-1', 2, 250],
          ['sku-2', 1, 100],
        ],
      },
    ],
  },
  {
    name: 'cents beside prices in major units, epoch seconds, no status',
    settings: {
      createdAt: 'created',
      fields: {
        totalAmount: 'amount',
        items: 'basket',
        'items.sku': 'id',
        'items.name': 'title',
        'items.quantity': 'amount',
      },
      money: { unit: 'minor', units: { 'items.price': 'major' } },
      status: { default: 'processing' },
    },
    orders: [
      {
        data: {
          basket: [{ id: 's1', title: 'Tea', price: 45.99, amount: 1 }],
          amount: 4599,
          created: 1_795_000_000,
        },
        want: { total: 4599, createdAt: placedAt },
        items: [['Tea', 1, 4599]],
      },
    ],
  },
  {
    name: 'nested and renamed fields, keys with blanks and #',
    settings: {
      createdAt: 'createdAt',
      fields: {
        orderId: 'Order #',
        status: 'metaData.ProductStatus',
        totalAmount: 'metaData.ProductsPrice',
        'customer.id': 'uid',
        'customer.name': ['Customer Name', 'address.fullName'],
        items: 'productList',
        'items.name': 'product.name',
        'items.quantity': 'qty',
        'items.price': 'unitPriceConverted',
        shippingAddress: 'address',
      },
    },
    orders: [
      {
        data: {
          'Order #': 'A-7',
          'Customer Name': 'Ann',
          uid: 'u1',
          productList: [{ product: { name: 'Tea', price: 5 }, qty: 2, unitPriceConverted: 199.99 }],
          metaData: { PaymentMode: 'cod', ProductsPrice: 427.978, ProductStatus: 'Pending' },
          createdAt: placed,
          address: { fullName: 'Ann', pincode: 411_001 },
        },
        want: {
          orderNumber: 'A-7',
          total: 42_798,
          status: 'pending',
          customer: { id: 'u1', name: 'Ann' },
          shippingAddress: { fullName: 'Ann', pincode: 411_001 },
        },
        items: [['Tea', 2, 19_999]],
      },
    ],
  },
  {
    name: 'capital names, an item as a text, a reference, no date',
    settings: {
      createdAt: null,
      fields: { status: 'Status', totalAmount: 'Amount', items: 'Product', 'customer.id': 'user' },
    },
    orders: [
      {
        data: { Amount: 20, Product: 'Gin', Status: 'Pending', user: reference },
        want: { status: 'pending', total: 2000, customer: { id: 'users/u1' }, createdAt },
        items: [['Gin', 1, 0]],
      },
    ],
  },
]
