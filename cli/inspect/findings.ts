import type { ItemField, OrderField } from '../../functions/src/sources/firestore/fieldNames.ts'
import { findItems, type FoundItems } from './items.ts'
import { findCurrency, findTotals, orderAmounts, roughTotals, type FoundCurrency } from './money.ts'
import { findAddresses, findPerson, type FoundPerson } from './people.ts'
import { profilesOf, type Profile } from './profile.ts'
import { roleNames } from './roleNames.ts'
import { candidatesOf, fitsAmount, fitsNumber, likeFirst, pathsOf, type Candidate } from './roles.ts'
import { documentIdOf, type SampledDocument } from './sampled.ts'
import { findStatus, type FoundStatus } from './statuses.ts'
import { findTimes, type FoundTimes } from './times.ts'

/** The fields of a sample that hold what an order needs. */
export interface Findings {
  readonly sample: readonly SampledDocument[]
  /** Every field outside of the items. */
  readonly profiles: readonly Profile[]
  /** The fields of each role, in the order in which they count. */
  readonly fields: Readonly<Partial<Record<OrderField, readonly Profile[]>>>
  readonly itemFields: Readonly<Partial<Record<ItemField, Profile>>>
  readonly items: FoundItems | null
  readonly totals: readonly Profile[]
  readonly currency: FoundCurrency
  readonly status: FoundStatus
  readonly times: FoundTimes
  readonly join: FoundPerson['join']
}

export function findAll(sample: readonly SampledDocument[]): Findings {
  const all = profilesOf(sample.map(({ data }) => data))
  // Which field is the price shows by the totals, and which the total by the prices.
  const likely = totalsAmong(findTotals(all, null), sample.length)
  const items = findItems(all, roughTotals(likely))
  const profiles = items === null ? all : all.filter((profile) => !isWithin(profile, items.profile))
  const totals = totalsAmong(findTotals(profiles, items), sample.length)
  const times = findTimes(profiles, sample)
  const status = findStatus(profiles, sample.length)
  const currency = findCurrency(profiles, totals, sample.length)
  const free = without(profiles, [
    ...totals,
    ...(status.kind === 'none' ? [] : status.fields),
    times.createdAt,
    times.changedAt,
  ])
  const person = findPerson(free, sample.length)
  const fields: Findings['fields'] = {
    orderId: findNumbers(free, sample),
    ...(status.kind === 'field' && { status: status.fields }),
    totalAmount: totals,
    ...(currency.field !== null && { currency: [currency.field] }),
    ...Object.fromEntries(orderAmounts.map((name) => [name, findAmount(free, name, sample.length)])),
    ...Object.fromEntries(Object.entries(person.parts).map(([part, found]) => [`customer.${part}`, found])),
    ...(items !== null && { items: [items.profile] }),
    shippingAddress: findAddresses(free, sample.length),
  }
  const itemFields = items?.fields ?? {}
  return { sample, profiles, fields, itemFields, items, totals, currency, status, times, join: person.join }
}

function isWithin({ keys }: Profile, outer: Profile): boolean {
  return outer.keys.every((key, n) => keys[n] === key)
}

function without(profiles: readonly Profile[], taken: readonly (Profile | null)[]): Profile[] {
  const paths = new Set(taken.map((profile) => profile?.path))
  return profiles.filter(({ path }) => !paths.has(path))
}

function totalsAmong(candidates: readonly Candidate[], sample: number): Profile[] {
  return pathsOf(likeFirst(candidates), sample)
}

function findAmount(profiles: readonly Profile[], name: (typeof orderAmounts)[number], sample: number): Profile[] {
  const candidates = candidatesOf(profiles, roleNames[name], (profile) => {
    const fit = fitsAmount(profile)
    return fit < 0.8 ? 0 : fit
  })
  return pathsOf(likeFirst(candidates), sample)
}

/** The field of the order number; empty where that is the document's id, which is the order number without a setting. */
function findNumbers(profiles: readonly Profile[], sample: readonly SampledDocument[]): Profile[] {
  const isId = ({ values }: Profile) =>
    values.every(({ at, value }) => {
      const document = sample[at]
      return document !== undefined && String(value) === documentIdOf(document)
    })
  const [best] = candidatesOf(profiles, roleNames.orderId, fitsNumber)
  return best === undefined || isId(best.profile) ? [] : [best.profile]
}
