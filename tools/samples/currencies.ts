/** `decimals` by ISO 4217; `perDollar` is a round rate; prices are multiples of `step` minor units, as shops set them. */
const currencies = {
  USD: { decimals: 2, perDollar: 1, step: 1 },
  EUR: { decimals: 2, perDollar: 0.9, step: 5 },
  GBP: { decimals: 2, perDollar: 0.8, step: 5 },
  CAD: { decimals: 2, perDollar: 1.4, step: 5 },
  PLN: { decimals: 2, perDollar: 4, step: 10 },
  SEK: { decimals: 2, perDollar: 10, step: 100 },
  MXN: { decimals: 2, perDollar: 18, step: 100 },
  INR: { decimals: 2, perDollar: 85, step: 100 },
  JPY: { decimals: 0, perDollar: 150, step: 10 },
  VND: { decimals: 0, perDollar: 25_000, step: 1_000 },
  KWD: { decimals: 3, perDollar: 0.3, step: 5 },
} as const
export type SampleCurrency = keyof typeof currencies
export const currencyCodes = Object.keys(currencies) as SampleCurrency[] // Object.keys forgets the literal's keys.

/** A price in US cents as a price in minor units of the currency. */
export function priceIn(currency: SampleCurrency, cents: number): number {
  const { decimals, perDollar, step } = currencies[currency]
  return Math.max(step, Math.round((cents * perDollar * 10 ** (decimals - 2)) / step) * step)
}

/** Minor units as major units: 1999 US cents are 19.99. */
export function majorUnits(currency: SampleCurrency, minor: number): number {
  return minor / minorPerMajor(currency)
}

/** How many minor units make one major unit. */
export function minorPerMajor(currency: SampleCurrency): number {
  return 10 ** currencies[currency].decimals
}
