import type { SourceNotice } from '../../model/source.ts'

/**
 * Faults of lists: a token of a next page is refused, or leads nowhere; a list ends too early, for now or for good; it comes in another
 * order than was asked for.
 */
export type ListFault = 'died' | 'repeats' | 'cut' | 'short' | 'unsorted'

/** The kinds of notice that reading a list raises. */
export const listNotices = ['page-token', 'short-list', 'unsorted-list'] as const

/** Returns the notice that tells an operator of a fault. */
export function noticeOf(fault: ListFault, vendor: string): SourceNotice {
  const [tokens, short, unsorted] = listNotices
  const readOn = `The list was read on by time, and nothing is missing; if this comes often, tell ${vendor}’s support.`
  switch (fault) {
    case 'died':
      return { kind: tokens, message: `${vendor} refused the token of a next page. ${readOn}` }
    case 'repeats':
      return { kind: tokens, message: `${vendor}’s token of a next page led to one that was read before. ${readOn}` }
    case 'cut':
      return {
        kind: tokens,
        message: `A list of ${vendor} ended with a full page, though more came behind it. ${readOn}`,
      }
    case 'short':
      return {
        kind: short,
        message:
          `A list of ${vendor} ended where more should come, also when it was read again. If records are missing, start a full ` +
          'resync.',
      }
    case 'unsorted':
      return {
        kind: unsorted,
        message:
          `A list of ${vendor} came in another order than was asked for. It was read to its end; a run that breaks off begins it ` +
          `again. Tell ${vendor}’s support.`,
      }
  }
}
