import { householdAt } from '../../../samples/customers.ts'
import type { FakeMerchant } from '../merchant.ts'
import type { FakeRecord, Members } from '../records.ts'
import { idOf } from '../ids.ts'
import type { MerchantFilling } from './filling.ts'
import { locationCount, locationIdAt } from './locations.ts'

export const vendorCount = 12
const teamAtEach = 2

export const vendorIdAt = (n: number): string => `INV_V_${idOf(`sample vendor ${n}`)}`
export const customerIdAt = (n: number): string => idOf(`sample customer ${n}`)
export const teamMemberIdAt = (location: number, n: number): string => `TM${idOf(`sample team ${location} ${n}`)}`

/** The number of customers: each orders a few times. */
export function customerCount({ count }: MerchantFilling): number {
  return Math.max(20, Math.ceil(count / 10))
}

/** The team member who took an order at a location. */
export function sellerAt(location: number, n: number): string {
  return teamMemberIdAt(location, n % teamAtEach)
}

/** Vendors, customers and team members. */
export function putPeople(merchant: FakeMerchant, filling: MerchantFilling): void {
  const at = (id: string, n: number, rest: FakeRecord['rest'], state?: string): FakeRecord => {
    const createdMs = filling.now - (n + 1) * 7_200_000
    return { id, createdMs, updatedMs: createdMs + (n % 2) * 1_136, ...(state !== undefined && { state }), rest }
  }
  merchant.vendors.records.putAll(
    Array.from({ length: vendorCount }, (_, n) => at(vendorIdAt(n), n, vendor(n), n % 6 === 5 ? 'INACTIVE' : 'ACTIVE')),
  )
  merchant.customers.records.putAll(
    Array.from({ length: customerCount(filling) }, (_, n) => at(customerIdAt(n), n, () => customer(n))),
  )
  merchant.teamMembers.records.putAll(
    Array.from({ length: locationCount(filling) * teamAtEach }, (_, n) => {
      const location = Math.floor(n / teamAtEach)
      const state = n % 7 === 6 ? 'INACTIVE' : 'ACTIVE'
      return at(teamMemberIdAt(location, n % teamAtEach), n, teamMember(n, locationIdAt(location)), state)
    }),
  )
}

function vendor(n: number): Members {
  const { customer: contact } = householdAt(50_000 + n)
  const contacts = [{ id: `INV_VC_${n}`, name: contact.name, email_address: contact.email, ordinal: 0 }]
  return { name: `${contact.name} & Co.`, account_number: String(4_000 + n), contacts, version: 1 }
}

function customer(n: number): Members {
  const { customer: person, address } = householdAt(n)
  return {
    ...namesOf(person.name),
    email_address: person.email,
    phone_number: person.phone,
    address: {
      address_line_1: address.line1,
      locality: address.city,
      postal_code: address.postalCode,
      country: address.country,
    },
    creation_source: 'ONLINE_STORE',
    preferences: { email_unsubscribed: false },
    version: 0,
  }
}

function teamMember(n: number, locationId: string): Members {
  return {
    ...namesOf(householdAt(60_000 + n).customer.name),
    is_owner: n === 0,
    assigned_locations:
      n === 0
        ? { assignment_type: 'ALL_CURRENT_AND_FUTURE_LOCATIONS' }
        : { assignment_type: 'EXPLICIT_LOCATIONS', location_ids: [locationId] },
  }
}

function namesOf(name: string): Members {
  const [given_name, ...family] = name.split(' ')
  return { given_name, family_name: family.join(' ') }
}
