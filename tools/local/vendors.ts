import type { LocalSource } from './sources.ts'
import { startSquare } from './square/vendor.ts'
import { startTikTokShop } from './tiktokShop/vendor.ts'
import { openingAt, type LocalVendor, type VendorOpening } from './vendor.ts'

const starters: Readonly<Partial<Record<LocalSource, (opening: VendorOpening) => Promise<LocalVendor>>>> = {
  tiktokShop: startTikTokShop,
  square: startSquare,
}

/** Starts the stand-ins for the vendors among the sources, with accounts that are filled up to `now`. */
export async function startVendors(sources: readonly LocalSource[], now: number): Promise<readonly LocalVendor[]> {
  const opening = openingAt(now)
  return Promise.all(sources.flatMap((source) => starters[source]?.(opening) ?? []))
}
