import type { Members } from '../records.ts'
import { timeText } from '../times.ts'
import { money } from './money.ts'

export type PaymentSource = 'CARD' | 'CASH' | 'WALLET' | 'EXTERNAL'

/** The contents of a payment to be made. */
export interface PaymentContent {
  readonly id: string
  readonly orderId: string
  readonly locationId: string
  readonly currency: string
  readonly source: PaymentSource
  /** In the smallest unit, without the tip. */
  readonly amount: number
  readonly tip: number
  readonly createdMs: number
  readonly customerId?: string
  readonly teamMemberId?: string
  /** The moment of the sale where it was taken without a network, and came late. */
  readonly offlineMs?: number
}

const card = {
  card_brand: 'VISA',
  last_4: '1111',
  exp_month: 11,
  exp_year: 2030,
  card_type: 'CREDIT',
  prepaid_type: 'NOT_PREPAID',
  bin: '411111',
}

/** All members of a payment but what lists sort and filter by. */
export function paymentMembers(content: PaymentContent): Members {
  const { id, orderId, currency, amount, tip, createdMs, customerId, teamMemberId, offlineMs } = content
  const total = money(amount + tip, currency)
  return {
    order_id: orderId,
    source_type: content.source,
    ...detailsOf(content),
    amount_money: money(amount, currency),
    ...(tip > 0 && { tip_money: money(tip, currency) }),
    total_money: total,
    approved_money: total,
    ...(customerId !== undefined && { customer_id: customerId }),
    ...(teamMemberId !== undefined && { team_member_id: teamMemberId }),
    ...(offlineMs !== undefined && {
      is_offline_payment: true,
      offline_payment_details: { client_created_at: timeText(offlineMs) },
    }),
    processing_fee: [
      {
        effective_at: timeText(createdMs),
        type: 'INITIAL',
        amount_money: money(Math.round(total.amount / 40), currency),
      },
    ],
    receipt_number: id.slice(0, 4),
    receipt_url: `https://squareup.com/receipt/preview/${id}`,
    version_token: `${id}v1`,
  }
}

function detailsOf({ source, amount, tip, currency, createdMs }: PaymentContent): Members {
  switch (source) {
    case 'CARD':
      return {
        card_details: {
          status: 'CAPTURED',
          card,
          entry_method: 'CONTACTLESS',
          card_payment_timeline: { authorized_at: timeText(createdMs), captured_at: timeText(createdMs) },
        },
      }
    case 'CASH':
      return {
        cash_details: { buyer_supplied_money: money(amount + tip, currency), change_back_money: money(0, currency) },
      }
    case 'WALLET':
      return { wallet_details: { status: 'CAPTURED', brand: 'CASH_APP' } }
    case 'EXTERNAL':
      return { external_details: { type: 'OTHER', source: 'Voucher' } }
  }
}

/** The payment as its order names it. */
export function tenderMembers({ id, orderId, locationId, currency, source, ...content }: PaymentContent): Members {
  const { amount, tip, createdMs, customerId } = content
  const type = source === 'EXTERNAL' ? 'OTHER' : source
  return {
    id,
    payment_id: id,
    location_id: locationId,
    transaction_id: orderId,
    created_at: timeText(createdMs),
    type,
    amount_money: money(amount + tip, currency),
    ...(tip > 0 && { tip_money: money(tip, currency) }),
    ...(customerId !== undefined && { customer_id: customerId }),
    ...(source === 'CARD' && { card_details: { status: 'CAPTURED', card, entry_method: 'CONTACTLESS' } }),
    ...(source === 'CASH' && { cash_details: { buyer_tendered_money: money(amount + tip, currency) } }),
  }
}
