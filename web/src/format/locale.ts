/**
 * The locale of everything that is formatted. The page is in English, so its dates, ages and numbers are too, whatever language the
 * browser speaks; which English, "Nov 20" or "20 Nov", the first one among the reader's languages says.
 */
export const locale = navigator.languages.find((language) => /^en\b/i.test(language)) ?? 'en'
