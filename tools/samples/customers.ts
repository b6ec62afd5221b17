import { randomFrom, type Random } from './random.ts'
import { regions, type Region } from './regions.ts'

export interface SampleCustomer {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly phone: string
}

export interface SampleAddress {
  readonly name: string
  readonly line1: string
  readonly city: string
  /** State or province; absent where addresses have none. */
  readonly region?: string
  readonly postalCode: string
  /** ISO 3166-1, two letters. */
  readonly country: string
}

export interface Household {
  readonly customer: SampleCustomer
  readonly address: SampleAddress
  readonly region: Region
}

/** Keeps customers apart from what else is drawn from small seeds. */
const seedOffset = 0x7ede

/** The customer with this number: always the same one, so that people come back with every seed. */
export function householdAt(index: number): Household {
  const random = randomFrom(seedOffset + index)
  const region = random.weighted(regions)
  const given = random.pick(region.given)
  const family = random.pick(region.family)
  const name = `${given} ${family}`
  const [city, state, postalCode] = random.pick(region.cities)
  const street = random.pick(region.streets)
  return {
    region,
    customer: {
      id: `cus_${String(index + 1).padStart(6, '0')}`,
      name,
      email: `${mailbox([given, family])}${index + 1}@example.${random.pick(['com', 'net', 'org'])}`,
      phone: digits(region.phone, random),
    },
    address: {
      name,
      line1: ['US', 'CA', 'GB', 'FR', 'IN'].includes(region.country)
        ? `${random.integer(1, 240)} ${street}`
        : `${street} ${random.integer(1, 240)}`,
      city,
      ...(state === '' ? {} : { region: state }),
      postalCode,
      country: region.country,
    },
  }
}

/** Letters that Unicode does not take apart into a base letter and a mark. */
const wholeLetters: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ß: 'ss', ı: 'i', ø: 'o' }

/** A name in other scripts leaves nothing; such people have plain addresses in life, too. */
function mailbox(names: readonly string[]): string {
  const plain = names
    .map((name) =>
      name
        .toLowerCase()
        .normalize('NFD')
        .replace(/[łđßıø]/g, (letter) => wholeLetters[letter] ?? '')
        .replace(/[^a-z]/g, ''),
    )
    .filter((name) => name !== '')
  return plain.length > 0 ? plain.join('.') : 'customer'
}

function digits(pattern: string, random: Random): string {
  return pattern.replace(/#/g, () => String(random.integer(0, 9)))
}
