import { personWords, recipientWords, customerNames, roleNames } from './roleNames.ts'
import { wordsOf, nameScore } from './names.ts'
import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import { kindOfValue, shareOf, type Profile } from './profile.ts'
import { candidatesOf, fitsEmail, fitsId, fitsPhone, fitsText, likeFirst, pathsOf, type Candidate } from './roles.ts'

type Part = 'id' | 'name' | 'email' | 'phone'

/** The fields of the customer. */
export interface FoundPerson {
  readonly parts: Readonly<Partial<Record<Part, readonly Profile[]>>>
  /** The first and the last name, where no field holds both. */
  readonly join: readonly [Profile, Profile] | null
}

/** Finds the fields that say who ordered. The recipient's stand in where there are no others. */
export function findPerson(profiles: readonly Profile[], sample: number): FoundPerson {
  const of = (part: keyof typeof customerNames, fit: (profile: Profile) => number) =>
    preferred(candidatesOf(profiles, customerNames[part], fit))
  const found = {
    id: of('id', fitsId).filter(({ profile }) => isSomebodysId(profile)),
    name: of('name', fitsName),
    email: of('email', fitsEmail),
    phone: of('phone', fitsPhone),
  }
  const [first, last] = [of('firstName', fitsName), of('lastName', fitsName)]
  const joined = first.flatMap((one) => {
    const other = last.find(
      ({ profile }) => parentOf(profile) === parentOf(one.profile) && profile.path !== one.profile.path,
    )
    return other === undefined ? [] : [{ pair: [one.profile, other.profile] as const, score: one.score }]
  })[0]
  const join = joined !== undefined && joined.score > (found.name[0]?.score ?? 0) ? joined.pair : null
  const isFree = ({ profile }: Candidate) => join === null || !join.includes(profile)
  const entries = Object.entries(found).map(
    ([part, candidates]) => [part, pathsOf(likeFirst(candidates.filter(isFree)), sample)] as const,
  )
  return {
    parts: Object.fromEntries(
      entries.filter(([part, fields]) => fields.length > 0 && !(part === 'name' && join !== null)),
    ),
    join,
  }
}

/** The fields of the address that the goods go to; empty where there are none. */
export function findAddresses(profiles: readonly Profile[], sample: number): readonly Profile[] {
  const candidates = candidatesOf(profiles, roleNames.shippingAddress, fitsAddress)
  return pathsOf(likeFirst(candidates), sample)
}

const [persons, recipients] = [new Set(personWords.split(' ')), new Set(recipientWords.split(' '))]

/** Ranks fields that are a customer's by name before those that name nobody, and those before a recipient's. Leaves out weak ones. */
function preferred(candidates: readonly Candidate[]): Candidate[] {
  return candidates
    .map(({ profile, score }) => {
      const words = profile.keys.flatMap(wordsOf)
      const isPerson = words.some((word) => persons.has(word))
      const isRecipient = words.some((word) => recipients.has(word))
      return {
        profile,
        score: score + (isPerson ? 20 : 0) - (isRecipient ? 30 : 0) - (isPerson || isRecipient ? 0 : 5),
      }
    })
    .filter(({ score }) => score >= 30)
    .sort((a, b) => b.score - a.score)
}

function isSomebodysId({ keys }: Profile): boolean {
  const words = keys.flatMap(wordsOf)
  return words.some((word) => persons.has(word) || ['uid', 'owner', 'created'].includes(word))
}

function parentOf({ keys }: Profile): string {
  return JSON.stringify(keys.slice(0, -1))
}

/** Fits names of people: letters with blanks between them, or a word without digits. */
function fitsName(profile: Profile): number {
  return Math.min(
    fitsText(profile),
    shareOf(
      profile,
      (value) =>
        typeof value === 'string' &&
        !value.includes('@') &&
        value.length <= 120 &&
        (/\S\s+\S/.test(value) || !/\d/.test(value)),
    ),
  )
}

/** The names in a map that make it an address. */
const addressParts = {
  names: [[100, 'line1,line 1,line,street,road,city,town,zip,zip code,postal code,postcode,pincode,pin code,country,state,province,district,address,address text,full address,address line1,strasse,plz,ort,stadt,calle,ciudad,cp,rua,cidade,cep,rue,ville,via,citta,straat,plaats,jalan,kota,kode pos,il,ilce,mahalle,lat,latitude,lng']],
} as const // prettier-ignore

function fitsAddress(profile: Profile): number {
  return shareOf(profile, (value) => {
    const kind = kindOfValue(value)
    if (Array.isArray(value)) return value.length > 0 && value.every((line) => typeof line === 'string')
    if (isMap(value)) return Object.keys(value).some((key) => nameScore([key], addressParts) > 70)
    return kind === 'place' || (kind === 'text' && /\p{L}/u.test(String(value)))
  })
}
