import type { AppCredentials } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import type { FakeRequest } from '../http.ts'
import { badRequest, Refusal } from './answers.ts'
import type { Authorizations, Grant } from './authorizations.ts'
import { listKinds, searchPage, type TokenKind } from './lists.ts'
import { shown } from './records.ts'
import type { FakeShop } from './shop.ts'
import { expectedSignature, isSame } from './signature.ts'

/** The state that requests are answered from. */
export interface Vendor {
  readonly app: AppCredentials
  readonly shops: ReadonlyMap<string, FakeShop>
  readonly authorizations: Authorizations
  readonly tokens: TokenKind
  readonly nowMs: number
  /** Set where page tokens lead nowhere: by a new one each time, or not. */
  readonly endless: boolean | null
}

/** Answers a request with the `data` of its envelope. Throws a Refusal. */
export function answer(vendor: Vendor, request: FakeRequest): object {
  const { method, path } = request
  if (path === '/api/v2/token/get' || path === '/api/v2/token/refresh') return tokensFor(vendor, request)
  const grant = checked(vendor, request)
  if (path === '/authorization/202309/shops') return { shops: shopsOf(vendor, request, grant) }
  const shop = shopOf(vendor, request, grant)
  switch (`${method} ${path}`) {
    case 'POST /order/202309/orders/search':
      return searchPage(shop.orders, listKinds.orders, request.query, bodyOf(request), vendor)
    case 'POST /return_refund/202309/returns/search':
      return searchPage(shop.returns, listKinds.returns, request.query, bodyOf(request), vendor)
    case 'POST /product/202502/products/search':
      return searchPage(shop.products, listKinds.products, request.query, bodyOf(request), vendor)
    case 'GET /order/202507/orders':
      return { orders: detailsOf(shop, request) }
    case 'GET /analytics/202509/shop/performance':
      return performanceOf(shop, request)
    default:
      throw new Refusal(36009009, 'There is no such path and method.', 404)
  }
}

/** Accepted timestamps: so many seconds ago at most, and so many ahead. */
const [oldest, furthest] = [300, 30]

/** Checks what every call has to carry, byte for byte; returns what its token grants. */
function checked({ app, authorizations, nowMs }: Vendor, { path, query, headers, body }: FakeRequest): Grant {
  if (query.get('app_key') !== app.appKey) throw badRequest('app_key is missing or unknown.')
  const timestamp = query.get('timestamp') ?? ''
  const age = Math.floor(nowMs / 1000) - Number(timestamp)
  if (!/^\d{10}$/.test(timestamp) || age > oldest || age < -furthest) throw badRequest('timestamp is out of range.')
  if (headers['content-type'] !== 'application/json') throw badRequest('content-type must be application/json.')
  const sign = expectedSignature(app.appSecret, path, query, body)
  if (!isSame(query.get('sign') ?? '', sign)) throw new Refusal(106001, 'The signature is invalid.', 401)
  const token = headers['x-tts-access-token']
  return authorizations.granted(typeof token === 'string' ? token : '')
}

function shopOf({ shops }: Vendor, { query }: FakeRequest, { shopIds }: Grant): FakeShop {
  const cipher = query.get('shop_cipher')
  if (cipher === null || cipher === '') throw new Refusal(106013, 'shop_cipher is missing.')
  const shop = [...shops.values()].find((one) => one.cipher === cipher)
  if (shop === undefined || !shopIds.includes(shop.id)) throw badRequest('shop_cipher is of no shop of this token.')
  return shop
}

function shopsOf({ shops }: Vendor, { query, method }: FakeRequest, { shopIds }: Grant): object[] {
  if (method !== 'GET') throw new Refusal(36009009, 'There is no such path and method.', 404)
  if (query.has('shop_cipher')) throw badRequest('shop_cipher is not taken here.')
  const granted = shopIds.flatMap((id) => shops.get(id) ?? [])
  return granted.map(({ id, name, region, cipher }) => ({ id, name, region, cipher, code: id, seller_type: 'LOCAL' }))
}

/** The body of a search. One without a filter is refused, though the original takes it: its signature is ambiguous. */
function bodyOf({ body }: FakeRequest): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch {
    throw badRequest('The body is no JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    throw badRequest('The body names no filter.')
  }
  return value as Readonly<Record<string, unknown>> // an object that is no array
}

/** The most ids that a request for details may name. */
const mostIds = 50

function detailsOf({ orders }: FakeShop, { query }: FakeRequest): object[] {
  const ids = (query.get('ids') ?? '').split(',').filter((id) => id !== '')
  if (ids.length === 0 || ids.length > mostIds) throw badRequest(`ids must name from 1 to ${mostIds} orders.`)
  return ids.flatMap((id) => orders.get(id) ?? []).map((record) => shown(record, listKinds.orders))
}

const dayPattern = /^\d{4}-\d\d-\d\d$/

function performanceOf({ days, currency }: FakeShop, { query }: FakeRequest): object {
  const [from, to] = [query.get('start_date_ge') ?? '', query.get('end_date_lt') ?? '']
  if (!dayPattern.test(from) || !dayPattern.test(to) || from >= to) throw badRequest('The dates are no range of days.')
  if (query.get('granularity') !== '1D') throw badRequest('Only days are answered for.')
  const within = [...days].filter(([day]) => day >= from && day < to).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const intervals = within.map(([day, { gmv, orders, itemsSold, visitors }]) => ({
    start_date: day,
    end_date: new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10),
    sales: { gmv: { amount: gmv, currency }, orders_count: orders, items_sold: itemsSold },
    traffic: { avg_visitors: visitors },
  }))
  return { performance: { intervals }, latest_available_date: [...days.keys()].toSorted().at(-1) ?? '' }
}

/** The answer of the token server: expiries are absolute, in seconds. */
function tokensFor({ app, authorizations }: Vendor, { method, path, query }: FakeRequest): object {
  if (method !== 'GET') throw new Refusal(36009009, 'There is no such path and method.', 404)
  if (query.get('app_key') !== app.appKey || query.get('app_secret') !== app.appSecret) {
    throw new Refusal(36004001, 'app_key or app_secret is wrong.')
  }
  const isFirst = path.endsWith('/get')
  if (query.get('grant_type') !== (isFirst ? 'authorized_code' : 'refresh_token'))
    throw badRequest('grant_type is wrong.')
  const grant = isFirst
    ? authorizations.exchange(query.get('auth_code') ?? '')
    : authorizations.refresh(query.get('refresh_token') ?? '')
  return {
    access_token: grant.accessToken,
    access_token_expire_in: Math.floor(grant.accessExpiresAtMs / 1000),
    refresh_token: grant.refreshToken,
    refresh_token_expire_in: Math.floor(grant.refreshExpiresAtMs / 1000),
    open_id: `open_${grant.shopIds.join('_')}`,
    seller_name: 'A seller',
    seller_base_region: 'US',
    user_type: 0,
  }
}
