/** The signs and short words of currencies, as they stand beside amounts. One that several share has all of their codes. */
const signs: Readonly<Record<string, string>> = {
  $: 'USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU BRL BBD BSD BZD BMD FJD GYD JMD LRD NAD SBD SRD TTD XCD KYD BND DOP',
  US$: 'USD',
  U$S: 'USD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD NIO',
  CA$: 'CAD',
  NZ$: 'NZD',
  S$: 'SGD',
  HK$: 'HKD',
  NT$: 'TWD',
  MX$: 'MXN',
  AR$: 'ARS',
  R$: 'BRL',
  RD$: 'DOP',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  'E£': 'EGP',
  LE: 'EGP',
  '¥': 'JPY CNY',
  円: 'JPY',
  元: 'CNY TWD HKD',
  '₹': 'INR',
  Rs: 'INR PKR LKR NPR MUR SCR',
  '₨': 'INR PKR LKR NPR MUR SCR',
  Rp: 'IDR',
  RM: 'MYR',
  '₫': 'VND',
  đ: 'VND',
  '฿': 'THB',
  '₱': 'PHP',
  '₩': 'KRW',
  '৳': 'BDT',
  Tk: 'BDT',
  '₺': 'TRY',
  TL: 'TRY',
  '₽': 'RUB',
  руб: 'RUB',
  '₴': 'UAH',
  грн: 'UAH',
  '₸': 'KZT',
  '₾': 'GEL',
  '₼': 'AZN',
  '֏': 'AMD',
  '₪': 'ILS',
  '₦': 'NGN',
  '₵': 'GHS',
  'GH₵': 'GHS',
  KSh: 'KES',
  TSh: 'TZS',
  USh: 'UGX',
  R: 'ZAR',
  CFA: 'XOF XAF',
  FCFA: 'XOF XAF',
  '₡': 'CRC SVC',
  '₲': 'PYG',
  'S/': 'PEN',
  'B/': 'PAB',
  Bs: 'BOB VES',
  Q: 'GTQ',
  kr: 'SEK NOK DKK ISK',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  лв: 'BGN',
  lei: 'RON MDL',
  // Words of three letters, which would pass for codes.
  Yen: 'JPY',
  Won: 'KRW',
  Lek: 'ALL',
  Lev: 'BGN',
  Leu: 'RON MDL',
  Kip: 'LAK',
  Din: 'RSD',
  Fr: 'CHF',
  SFr: 'CHF',
  '៛': 'KHR',
  '₭': 'LAK',
  '₮': 'MNT',
  '﷼': 'IRR SAR OMR QAR YER',
}

/** One spelling of a sign: its case, blanks and the full stop of an abbreviation do not count. */
export function signKey(sign: string): string {
  return sign
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s:]|\.(?=$)/g, '')
}

const codesOfSign: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(signs).map(([sign, codes]) => [signKey(sign), codes.split(' ')]),
)

/** The codes of the currencies that have a sign; none for a sign that is not known. */
export function currenciesOfSign(sign: string): readonly string[] {
  return codesOfSign.get(signKey(sign)) ?? []
}
