/** The freshness of a cache, as every answer says it. */
export interface Freshness {
  /** The cache shows every change that its sources made visible before this moment; null before the first run. */
  readonly asOf: string | null
  readonly lagSeconds: number | null
  /** It shows whatever was reported before this moment, too; null where not every source reports its changes. */
  readonly liveAsOf: string | null
}
