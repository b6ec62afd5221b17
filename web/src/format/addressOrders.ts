/** The parts of an address. Sources name them in ways of their own. */
export type AddressPart = 'name' | 'company' | 'street' | 'city' | 'region' | 'postalCode' | 'country'

/*
 * How addresses are written, a country's post says
 * (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions). Each line is the names of its parts with what
 * stands between them.
 */
const postalCodeFirst = ['name', 'company', 'street', 'postalCode city', 'country']
const orders: readonly (readonly [countries: string, lines: readonly string[]])[] = [
  ['AT BE BG CH CY CZ DE DK EE FI FR GR HR IS LI LT LU MA MC NL NO PL PT RS SE SI SK TN', postalCodeFirst],
  ['ES IT', ['name', 'company', 'street', 'postalCode city region', 'country']],
  ['TR', ['name', 'company', 'street', 'postalCode city/region', 'country']],
  ['MX', ['name', 'company', 'street', 'postalCode city, region', 'country']],
  ['AR MY', ['name', 'company', 'street', 'postalCode city', 'region', 'country']],
  ['US PR', ['name', 'company', 'street', 'city, region postalCode', 'country']],
  ['AU CA', ['name', 'company', 'street', 'city region postalCode', 'country']],
  ['NZ IL IN SA SG TH', ['name', 'company', 'street', 'city postalCode', 'region', 'country']],
  ['BR', ['name', 'company', 'street', 'city-region', 'postalCode', 'country']],
  ['GB IE ZA', ['name', 'company', 'street', 'city', 'region', 'postalCode', 'country']],
  ['HU', ['name', 'company', 'city', 'street', 'postalCode', 'country']],
  ['ID VN', ['name', 'company', 'street', 'city', 'region postalCode', 'country']],
  ['PH', ['name', 'company', 'street', 'city', 'postalCode region', 'country']],
  ['RU UA', ['name', 'company', 'street', 'city', 'region', 'postalCode', 'country']],
  ['CN JP KR TW', ['name', 'company', 'street', 'city, region postalCode', 'country']],
]
/** In their own scripts these go from the large to the small. */
const ownScript = ['country', 'postalCode', 'region city', 'street', 'company', 'name']
const ownScriptCountries = 'CN JP KR TW'

const english = new Intl.DisplayNames('en', { type: 'region' })
const byCode = new Map(orders.flatMap(([codes, lines]) => codes.split(' ').map((code) => [code, lines] as const)))
const codes = new Map([
  ...[...byCode.keys()].map((code) => [(english.of(code) ?? code).toLowerCase(), code] as const),
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
])

/**
 * The lines of an address in a country: a code like "DE" or its name in English. `sample` is any of its texts, for some countries write
 * addresses in two scripts. Null where the country is none that is known here.
 */
export function addressOrder(country: string, sample: string): readonly string[] | null {
  const code = codes.get(country.toLowerCase()) ?? country.toUpperCase()
  const isOwnScript = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/u.test(sample)
  if (isOwnScript && ownScriptCountries.split(' ').includes(code)) return ownScript
  return byCode.get(code) ?? null
}
