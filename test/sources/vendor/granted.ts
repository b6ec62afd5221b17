import { SourceError } from '../../../functions/src/lib/errors.ts'
import type { Authorization, Credentials } from '../../../functions/src/sources/vendor/api.ts'

interface Grant {
  readonly accessToken: string
  readonly refreshToken: string
}

/** An authorization at a fake vendor, with its present tokens and the number of their renewals. */
export type Granted<A extends Credentials, G extends Grant> = Authorization<A> & { grant: G; renewals: number }

/** An account's authorization as whoever keeps it would give it; `accessOf` makes a call's credentials of a token. */
export function granted<A extends Credentials, G extends Grant>(
  authorizations: { refresh(refreshToken: string): G },
  grant: G,
  accessOf: (accessToken: string) => A,
): Granted<A, G> {
  return {
    grant,
    renewals: 0,
    async current() {
      return accessOf(this.grant.accessToken)
    },
    async renewed(expired) {
      if (expired === this.grant.accessToken) {
        this.renewals += 1
        try {
          this.grant = authorizations.refresh(this.grant.refreshToken)
        } catch {
          throw new SourceError('The account took its authorization back.', { retryable: false })
        }
      }
      return this.current()
    },
  }
}
