/*
 * What Cloud Run asks for in us-central1 (tier 1), in US dollars, where it bills by request, as it does for functions:
 * https://cloud.google.com/run/pricing. The price of a vCPU-second and the rounding were read there, the two other prices where
 * others quote it. The free tier is left out.
 */
const dollarsPerVcpuSecond = 0.000024
const dollarsPerGibibyteSecond = 0.000_002_5
const dollarsPerRequest = 0.4 / 1_000_000
/** Each request's time is rounded up to a multiple. */
const roundedToMs = 100
/** What a function of up to 2 GiB gets that asks for no other number: `cpu` in the options of firebase-functions. */
const vcpus = 1

/** The unit prices, to be shown wherever a function's price is. */
export const functionPriceNote =
  '$0.000024 a vCPU-second, $0.0000025 a GiB-second and $0.40 a million requests (Cloud Run, us-central1)'

/** A function's calls as they are billed. */
export interface FunctionBill {
  readonly calls: number
  /** Each call's time rounded up. */
  readonly billedSeconds: number
  /** US dollars. */
  readonly dollars: number
}

/** The bill of calls that took so many milliseconds each, of a function with `memory` like `512MiB`, each by itself. */
export function functionBillOf(callsMs: readonly number[], memory: string): FunctionBill {
  const billedMs = callsMs.reduce((sum, ms) => sum + Math.ceil(ms / roundedToMs) * roundedToMs, 0)
  const billedSeconds = billedMs / 1_000
  const dollarsPerSecond = vcpus * dollarsPerVcpuSecond + gibibytesOf(memory) * dollarsPerGibibyteSecond
  return {
    calls: callsMs.length,
    billedSeconds,
    dollars: billedSeconds * dollarsPerSecond + callsMs.length * dollarsPerRequest,
  }
}

function gibibytesOf(memory: string): number {
  const [, amount, unit] = /^(\d+)(MiB|GiB)$/.exec(memory) ?? []
  if (amount === undefined) throw new RangeError(`"${memory}" is no amount of memory like 512MiB or 1GiB.`)
  return Number(amount) / (unit === 'MiB' ? 1_024 : 1)
}
