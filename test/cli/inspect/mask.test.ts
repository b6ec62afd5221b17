import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { maskEmail, maskText, maskValue } from '../../../cli/inspect/mask.ts'
import { maskOrder } from '../../../cli/inspect/print.ts'
import { orderSettingsSchema } from '../../../functions/src/sources/firestore/settings.ts'
import { orderAs } from '../../sources/firestore/orderOf.ts'

describe('what is shown of people', () => {
  it.each([
    ['Ann Example', 'A•• E••••••'],
    ['Nguyễn Văn A', 'N••••• V•• A'],
    ['+1 (555) 010-0199', '+• (•••) •••-••••'],
  ])('masks %s as %s', (text, shown) => {
    expect(maskText(text)).toBe(shown)
  })

  it('shows the first letters of an address of e-mail and its ending', () => {
    expect(maskEmail('anna@example.com')).toBe('a•••@e••••••.com')
  })

  it('shows no word of two letters or more, and no digit', () => {
    const word = fc.stringMatching(/^[A-Za-zäéđ0-9]{2,12}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const shown = maskValue(words.join(' '))
        expect(shown).not.toMatch(/[\p{L}\p{N}]{2}|\d\d/u)
      }),
    )
  })

  it('shows no ids that a map is keyed by', () => {
    expect(maskValue({ 'ann@example.com': 1, name: 'Ann' })).not.toContain('ann')
  })

  it.each([
    ['+15550100199~7', '+•••••••••••~7'],
    ['anna@example.com~A-17', 'a•••@e••••••.com~A-17'],
    ['Lx0c9TqGh2~2026-01-31-0007', 'L•••••••••~2026-01-31-0007'],
    ['u1~15550100199', 'u•~•••••••••••'],
    ['0912 345 678', '•••• ••• •••'],
    ['1000234', '1000234'],
    ['#2026-0042', '#2026-0042'],
  ])('shows no id of a customer, and none like a phone number: %s as %s', (sourceId, shown) => {
    const { record } = orderAs({ status: 'PAID', totalAmount: 1 })
    const masked = maskOrder({ ...record, id: `firestore:${sourceId}`, sourceId, orderNumber: sourceId }, [])
    expect(masked).toMatchObject({ id: `firestore:${shown}`, sourceId: shown, orderNumber: shown })
  })

  it('shows no own column of an order that may name somebody', () => {
    const columns = [
      { name: 'note', path: 'note', kind: 'text' },
      { name: 'rider', path: 'rider', kind: 'category', personal: true },
      { name: 'table', path: 'table', kind: 'category' },
      { name: 'guests', path: 'guests', kind: 'integer' },
    ] as const
    const data = { status: 'PAID', totalAmount: 1, note: 'For Ann', rider: 'Bob', table: 'Window', guests: 4 }
    const { record } = orderAs(data, { columns: [...columns] })
    expect(maskOrder(record, orderSettingsSchema.parse({ columns }).columns).extra).toEqual({
      note: 'F•• A••',
      rider: 'B••',
      table: 'Window',
      guests: 4,
    })
  })
})
