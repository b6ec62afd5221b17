import { expect, it } from 'vitest'

import { contactLink, mailLink, phoneLink } from '../../../web/src/format/contact.ts'

it.each([
  ['ada@example.com', 'mailto:ada@example.com'],
  ['ada+shop?x@example.com', 'mailto:ada%2Bshop%3Fx@example.com'],
  ['a***a@example.com', null],
  ['ada at example.com', null],
  ['ada@example', null],
])('writing to %s is %j', (text, link) => {
  expect(mailLink(text)).toBe(link)
})

it.each([
  ['+1 202 555 0199', 'tel:+12025550199'],
  ['+49 (0)30 123-456', 'tel:+4930123456'],
  ['(030) 12 34 56', 'tel:030123456'],
  ['+1******99', null],
  ['ask at the desk', null],
  ['12', null],
])('calling %s is %j', (text, link) => {
  expect(phoneLink(text)).toBe(link)
})

it('a field of any record is one by its name', () => {
  expect(contactLink('emailAddress', 'ada@example.com')).toBe('mailto:ada@example.com')
  expect(contactLink('phone_number', '030 123456')).toBe('tel:030123456')
  expect(contactLink('orderNumber', '030 123456')).toBeNull()
})
