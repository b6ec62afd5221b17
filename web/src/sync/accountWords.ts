import type { AccountStatus } from 'contract/sync.ts'
import { sourceLabels } from '../format/labels.ts'
import type { Health } from './health.ts'

/** The state of an account in words, and what to do; null where nothing is to be done. */
export interface AccountStanding extends Health {
  readonly whatToDo: string | null
}

type Known = Pick<AccountStatus, 'state' | 'refusal'>

const anew = 'Let its owner authorize the app anew'

/** An account's authorization, in colour and in words. */
export function standingOf({ state, refusal }: Known): AccountStanding {
  switch (state) {
    case 'ok':
      return { tone: 'good', word: 'Connected', why: 'Its records are copied.', whatToDo: null }
    case 'expiring':
      return {
        tone: 'warn',
        word: 'Ends soon',
        why: `It is copied as long as its authorization lasts.${causeOf(refusal)}`,
        whatToDo: anew,
      }
    case 'expired':
      return { tone: 'bad', word: 'Ended', why: `Nothing is copied from it.${causeOf(refusal)}`, whatToDo: anew }
    case 'revoked':
      return {
        tone: 'bad',
        word: 'Ended',
        why: 'Its owner took the authorization back: nothing is copied from it.',
        whatToDo: anew,
      }
    case 'unconnected':
      return {
        tone: 'bad',
        word: 'Not connected',
        why: 'Nothing is copied from it.',
        whatToDo: 'Let its owner authorize the app',
      }
  }
}

const causes = {
  revoked: '',
  refused: ' The vendor does not renew it.',
  lost: ' A renewal was interrupted, and its answer is lost.',
} as const

function causeOf(refusal: Known['refusal']): string {
  return refusal === null ? '' : causes[refusal]
}

/** Tells whether nothing can be copied from an account. */
export function isCutOff({ state }: Known): boolean {
  return standingOf({ state, refusal: null }).tone === 'bad'
}

/** "Lakeside Supply", or where nobody knows its name, "the account 7495". */
export function nameOf({ name, account }: Pick<AccountStatus, 'name' | 'account'>): string {
  return name ?? `The account ${account}`
}

export function vendorOf({ source }: Pick<AccountStatus, 'source'>): string {
  return sourceLabels[source]
}
