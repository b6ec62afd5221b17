import { orderStatuses, type OrderStatus } from '../../functions/src/contract/order.ts'
import { statusReader } from '../../functions/src/sources/firestore/statuses.ts'
import { usualOrders } from '../../functions/src/sources/firestore/settings.ts'
import { wordsOf } from './names.ts'
import { countsOf, kindOfValue, shareOf, type Profile } from './profile.ts'
import { roleNames } from './roleNames.ts'
import { candidatesOf, pathsOf, type Candidate } from './roles.ts'

/** A word of the shop's, the number of documents that have it, and its usual meaning; null where it has none. */
export interface StatusWord {
  readonly word: string
  readonly count: number
  readonly status: OrderStatus | null
  /** True for a word; false for a number or a flag, which has no usual meaning. */
  readonly isText: boolean
}

interface StatusRule {
  readonly when: Readonly<Record<string, readonly string[]>>
  readonly status: OrderStatus
}

export type FoundStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'field'; readonly fields: readonly Profile[]; readonly words: readonly StatusWord[] }
  /** Fields of payment and fulfilment give the status together. */
  | { readonly kind: 'rules'; readonly fields: readonly Profile[]; readonly rules: readonly StatusRule[] }

/** Finds the field of an order's status, or the fields that give it together. `sample` is the number of documents. */
export function findStatus(profiles: readonly Profile[], sample: number): FoundStatus {
  const candidates = candidatesOf(profiles, roleNames.status, fitsStatus)
  const [best] = candidates
  if (best === undefined) return { kind: 'none' }
  const payment = candidates.find(({ profile }) => isAbout(profile, paymentWords))
  const fulfilment = candidates.find(({ profile }) => isAbout(profile, fulfilmentWords))
  const general = candidates.find(
    ({ profile }) => !isAbout(profile, paymentWords) && !isAbout(profile, fulfilmentWords),
  )
  if (payment !== undefined && fulfilment !== undefined && !saysEnough(general)) {
    const fields = [general, payment, fulfilment].flatMap((one) => one?.profile ?? [])
    return { kind: 'rules', fields, rules: rulesOf(general?.profile, payment.profile, fulfilment.profile) }
  }
  const first = general ?? fulfilment ?? best
  const sameKind = candidates.filter(({ profile }) => profile.keys.length === first.profile.keys.length)
  const fields = pathsOf([first, ...sameKind.filter((one) => one !== first && one.score >= 60)], sample)
  return { kind: 'field', fields, words: statusWords(fields) }
}

const paymentWords = [
  'payment',
  'financial',
  'pay',
  'billing',
  'zahlung',
  'pago',
  'pagamento',
  'paiement',
  'pembayaran',
  'odeme',
  'thanh',
]
const fulfilmentWords = ['fulfillment', 'fulfilment', 'shipping', 'shipment', 'delivery', 'lieferung', 'versand', 'envio', 'entrega', 'livraison', 'pengiriman', 'kargo'] // prettier-ignore

function isAbout({ keys }: Profile, topic: readonly string[]): boolean {
  return keys.flatMap(wordsOf).some((word) => topic.includes(word))
}

const usualMeaning = statusReader(usualOrders.status)

/** The usual meaning of a text; null where it has none, and for numbers, whose meaning is the shop's own. */
export function meaningOf(value: unknown): OrderStatus | null {
  if (typeof value !== 'string') return null
  const reading = usualMeaning(value, {})
  return reading === null || 'problem' in reading ? null : reading.status
}

/** Fits few words that many orders share; known words raise the score. */
function fitsStatus(profile: Profile): number {
  const words = shareOf(profile, (value) => {
    const kind = kindOfValue(value)
    return (
      (kind === 'text' && String(value).length <= 60) ||
      kind === 'flag' ||
      (kind === 'integer' && Number(value) >= -10 && Number(value) < 1_000)
    )
  })
  const distinct = countsOf(profile).length
  if (distinct > Math.max(15, 0.3 * profile.values.length)) return 0
  const known = shareOf(profile, (value) => meaningOf(value) !== null)
  const flags = shareOf(profile, (value) => typeof value === 'boolean')
  return words * (0.6 + 0.4 * known) * (1 - 0.4 * flags)
}

/** Tells whether a field gives the whole status: with "pending" and "canceled" alone, payment and fulfilment say the rest. */
function saysEnough(candidate: Candidate | undefined): boolean {
  if (candidate === undefined) return false
  const said = new Set(candidate.profile.values.map(({ value }) => meaningOf(value)))
  return said.size >= 4 || said.has('shipped') || said.has('delivered')
}

/** The words at some fields, the most frequent first. */
export function statusWords(fields: readonly Profile[]): StatusWord[] {
  const values = fields.flatMap((field) => field.values)
  const byText = new Map(values.map(({ value }) => [String(value), value]))
  return countsOf({ values }).map(([word, count]) => {
    const value = byText.get(word)
    return { word, count, status: meaningOf(value), isText: typeof value === 'string' && !/^-?\d+$/.test(word.trim()) }
  })
}

/** The statuses that a payment's words give an order, beside the usual words. A partial refund does not change the status. */
const paymentMeaning: Readonly<Record<string, OrderStatus>> = {
  authorized: 'pending', 'not paid': 'pending', 'partially paid': 'pending', 'requires action': 'pending', captured: 'processing',
  succeeded: 'processing', 'partially refunded': 'processing', 'partially captured': 'processing', completed: 'processing',
  complete: 'processing', success: 'processing', 'paid out': 'processing',
} // prettier-ignore

/** The rule that gives an order `status` if the field has a word of that meaning; empty where no word of the sample has it. */
function rulesFor(field: Profile | undefined, status: OrderStatus, meaning = meaningOf): StatusRule[] {
  if (field === undefined) return []
  const words = countsOf(field).flatMap(([word]) => (meaning(word) === status ? [word] : []))
  return words.length === 0 ? [] : [{ when: { [field.path]: words }, status }]
}

function meaningOfPayment(word: unknown): OrderStatus | null {
  return paymentMeaning[wordsOf(String(word)).join(' ')] ?? meaningOf(word)
}

/** The rules, of which the first that fits decides: money that went back, then goods on their way, then the payment. */
function rulesOf(general: Profile | undefined, payment: Profile, fulfilment: Profile): StatusRule[] {
  return [
    ...rulesFor(general, 'cancelled'),
    ...rulesFor(general, 'refunded'),
    ...rulesFor(payment, 'refunded'),
    ...rulesFor(payment, 'cancelled'),
    ...rulesFor(fulfilment, 'cancelled'),
    ...rulesFor(fulfilment, 'delivered'),
    ...rulesFor(fulfilment, 'completed'),
    ...rulesFor(fulfilment, 'shipped'),
    ...rulesFor(general, 'completed'),
    ...rulesFor(payment, 'pending', meaningOfPayment),
    ...rulesFor(payment, 'processing', meaningOfPayment),
  ]
}

export const statusChoices: readonly string[] = orderStatuses
