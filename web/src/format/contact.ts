/** The link that writes to an e-mail address; null where a text is none, or is masked. */
export function mailLink(text: string): string | null {
  return /^[^\s@<>"*]+@[^\s@<>"*]+\.[^\s@<>"*]+$/.test(text)
    ? `mailto:${encodeURIComponent(text).replace('%40', '@')}`
    : null
}

/** The link that calls a phone number; null where a text is none, or is masked. From abroad, "+49 (0)30" is dialled without the 0. */
export function phoneLink(text: string): string | null {
  const dialled = text.startsWith('+') ? text.replace('(0)', '') : text
  const digits = dialled.replace(/\D/g, '')
  if (!/^\+?[\d\s()./-]+$/.test(dialled) || digits.length < 5) return null
  return `tel:${dialled.startsWith('+') ? '+' : ''}${digits}`
}

/** The link that a field is by its name and its text: to write an e-mail, or to call. Null for all others. */
export function contactLink(name: string, text: string): string | null {
  if (/e-?mail/i.test(name)) return mailLink(text)
  return /phone|mobile/i.test(name) ? phoneLink(text) : null
}
