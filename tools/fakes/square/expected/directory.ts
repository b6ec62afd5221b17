import type { FakeMerchant } from '../merchant.ts'
import type { Members } from '../records.ts'
import { factsOf, iso, sentOf, type Facts, type Sent } from './facts.ts'

export interface SentLocation extends Members {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly timezone: string
}

interface SentVendor extends Sent {
  readonly name: string
  readonly status: string
}

interface SentPerson extends Sent {
  readonly status?: string
  readonly given_name?: string
  readonly family_name?: string
}

export const locationsOf = ({ locations }: FakeMerchant): SentLocation[] =>
  [...locations.values()].map((location) => location as SentLocation) // The fake sends what the type says.

/** Places and people. */
export function directoryFacts(merchant: FakeMerchant): Readonly<Record<string, Facts>> {
  const nameOf = ({ given_name, family_name }: SentPerson): string =>
    [given_name, family_name].filter((part) => part !== undefined && part !== '').join(' ')
  return {
    locations: factsOf(locationsOf(merchant), (location) => ({
      name: location.name,
      status: location.status,
      timeZone: location.timezone,
      payload: location,
    })),
    vendors: factsOf(sentOf<SentVendor>(merchant.vendors.records, 'status'), (vendor) => ({
      name: vendor.name,
      status: vendor.status,
      updatedAt: iso(vendor.updated_at),
      payload: vendor,
    })),
    customers: factsOf(sentOf<SentPerson>(merchant.customers.records, 'status'), (customer) => ({
      name: nameOf(customer),
      updatedAt: iso(customer.updated_at),
      payload: customer,
    })),
    teamMembers: factsOf(sentOf<SentPerson>(merchant.teamMembers.records, 'status'), (member) => ({
      name: nameOf(member),
      status: member.status,
      payload: member,
    })),
  }
}
