/*
 * The zones that a shop is likeliest in: of those whose clocks agree over a sample, they go first.
 */

/** The zones in which a currency is mostly spent. */
// prettier-ignore
export const zonesOfCurrency: Readonly<Record<string, readonly string[]>> = {
  AED: ['Asia/Dubai'], ARS: ['America/Argentina/Buenos_Aires'], AUD: ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Perth'],
  BDT: ['Asia/Dhaka'], BRL: ['America/Sao_Paulo'], CAD: ['America/Toronto', 'America/Vancouver', 'America/Edmonton'],
  CHF: ['Europe/Zurich'], CLP: ['America/Santiago'], CNY: ['Asia/Shanghai'], COP: ['America/Bogota'], CZK: ['Europe/Prague'],
  DKK: ['Europe/Copenhagen'], EGP: ['Africa/Cairo'], EUR: ['Europe/Berlin', 'Europe/Lisbon', 'Europe/Athens'], GBP: ['Europe/London'],
  GHS: ['Africa/Accra'], HUF: ['Europe/Budapest'], IDR: ['Asia/Jakarta'], ILS: ['Asia/Jerusalem'], INR: ['Asia/Kolkata'],
  JPY: ['Asia/Tokyo'], KES: ['Africa/Nairobi'], KRW: ['Asia/Seoul'], LKR: ['Asia/Colombo'], MXN: ['America/Mexico_City'],
  MYR: ['Asia/Kuala_Lumpur'], NGN: ['Africa/Lagos'], NOK: ['Europe/Oslo'], NPR: ['Asia/Kathmandu'], NZD: ['Pacific/Auckland'],
  PEN: ['America/Lima'], PHP: ['Asia/Manila'], PKR: ['Asia/Karachi'], PLN: ['Europe/Warsaw'], RON: ['Europe/Bucharest'],
  RUB: ['Europe/Moscow'], SAR: ['Asia/Riyadh'], SEK: ['Europe/Stockholm'], SGD: ['Asia/Singapore'], THB: ['Asia/Bangkok'],
  TRY: ['Europe/Istanbul'], TWD: ['Asia/Taipei'], UAH: ['Europe/Kyiv'],
  USD: ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'], VND: ['Asia/Ho_Chi_Minh'],
  ZAR: ['Africa/Johannesburg'],
}

/** Zones of many people. Of those whose clocks agree over a sample, the ones that never change theirs go first. */
// prettier-ignore
export const populousZones = [
  'UTC', 'Asia/Kolkata', 'Asia/Shanghai', 'Asia/Jakarta', 'Asia/Karachi', 'Asia/Dhaka', 'Asia/Tokyo', 'Asia/Bangkok', 'Asia/Manila',
  'Asia/Dubai', 'Asia/Riyadh', 'Africa/Lagos', 'Africa/Nairobi', 'Africa/Johannesburg', 'Europe/Istanbul', 'Europe/Moscow',
  'America/Sao_Paulo', 'America/Mexico_City', 'America/Bogota', 'America/Argentina/Buenos_Aires', 'America/Phoenix',
  'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'Europe/London', 'Europe/Berlin', 'Europe/Athens',
  'America/Santiago', 'Africa/Cairo', 'Australia/Sydney', 'Pacific/Auckland',
] as const
