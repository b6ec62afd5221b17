/**
 * The text that editors show for each setting, by its name or, where one name stands for several things, by the end of its path. The
 * longest end that fits counts.
 */
export const settingDescriptions: Readonly<Record<string, string>> = {
  $schema: 'The schema by which editors complete and check this file.',
  region: 'The region of the functions, like europe-west1. Take that of the database.',
  database: 'The id of the Firestore database of the shop and of the cache.',
  orders: 'How the shop writes its orders, and where they are.',
  streams: 'Other collections of the shop, by the names that their streams shall have.',
  collection: 'The path of the collection; a name in braces stands for any document: users/{uid}/orders.',
  createdAt:
    'The field of the creation time. Null: no document has one, and Firestore’s own creation time stands for it.',
  changedAt: 'The field of the change time. Null: no document has one, and the change feed and full runs find changes.',
  changeFeed: 'Whether each write is reported and copied within seconds.',
  currency: 'The currency of amounts whose document names none: a code of three letters.',
  currencyField: 'Where a document names the currency of its amounts.',
  fields: 'Where the values of an order stand: a field path, a list of them, or an object.',
  path: 'The field path, with dots between nested names, or a list of which the first that has a value counts.',
  join: 'Fields whose texts belong together, like a first and a last name.',
  separator: 'The text between joined texts. A blank unless this says otherwise.',
  default: 'The value for documents that have none.',
  totalFromItems: 'Whether an order without a total is worth the sum of its items.',
  status: 'What the shop’s words for statuses mean.',
  words: 'The shop’s words, and the status that each of them means.',
  rules: 'Statuses that follow from several fields. The first rule that fits counts.',
  when: 'The fields of a rule, and the words that each may have. Null: the field is absent.',
  'rules[].status': 'The status of orders that fit the rule.',
  'status.default': 'The status of orders that have none at all.',
  money: 'How amounts are written.',
  unit: 'Whether amounts are in the major unit (12.50) or in the minor one (1250).',
  units: 'The unit of single amounts that are written otherwise than the others.',
  decimal: 'The decimal sign of texts that could be read in two ways, like "1,234".',
  currencies: 'The shop’s words and signs for currencies, and the code of each.',
  byCountry: 'For shops whose currency follows from a country.',
  'byCountry.path': 'The field that names the country.',
  'byCountry.currencies': 'The countries, and the currency of each.',
  timeZone: 'The IANA time zone of times that are written without an offset, like Asia/Kolkata.',
  columns: 'Columns beside those that every order has; of a stream, all of its columns.',
  name: 'The name of the column: letters, digits and _, a letter first.',
  label: 'The heading that people read. By default it follows from the name.',
  kind: 'The kind of the values.',
  search: 'Whether the search goes through the column.',
  facet: 'Whether its values can be chosen in the filters, each with its count. For few different values.',
  sort: 'Whether lists can be sorted by it.',
  shown: 'Whether lists show it.',
  exported: 'Whether files have it.',
  personal: 'Whether it names a person or leads to one. Texts do unless this says otherwise.',
}

/** The description of the setting at a path like `orders.money.unit`; undefined where there is none. */
export function descriptionAt(path: string): string | undefined {
  const names = path.split('.')
  const ends = names.map((_name, from) => names.slice(from).join('.'))
  return ends.map((end) => settingDescriptions[end]).find((found) => found !== undefined)
}
