import type { AccountStatus, PipelineStatus } from 'contract/sync.ts'
import type { QuarantineSize, SyncState } from '../backend/syncState.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { isOfAccount } from '../format/pipelines.ts'
import { formatAgo } from '../format/time.ts'
import { panelIds } from '../routing/syncPanels.ts'
import { isCutOff, nameOf, standingOf, vendorOf } from '../sync/accountWords.ts'
import { alertWord } from '../sync/alertWords.ts'
import { shopOrders } from '../sync/shopOrders.ts'

/** Something that somebody should look at. */
export interface Concern {
  readonly key: string
  readonly tone: 'warn' | 'bad'
  /** The words for what needs a look, and how much of it there is. */
  readonly what: string
  readonly whatToDo: string
  /** The panel of the sync view that has the rest. */
  readonly panel: string
  readonly link: string
}

type ConcernOf = Omit<Concern, 'key' | 'tone'>

/** The kinds of alert that have a line of their own. */
const ownAlerts = [
  'quarantine',
  'unmapped-statuses',
  'changed-settings',
  'authorization-expiring',
  'authorization-expired',
]
/** The kinds of alert that follow from an account that cannot be read. */
const cutOffAlerts = ['runs-failing', 'full-run-failed']
const namedWords = 3

/**
 * Returns all that needs a look in accounts and pipelines: authorizations that end, records in quarantine, words without a meaning, other
 * open alerts, runs that fail or are late. `states` are what the listener has heard: where it has not, counts are left out. `now` is
 * epoch milliseconds.
 */
export function concernsOf(
  statuses: readonly PipelineStatus[],
  states: readonly SyncState[] | null,
  now: number,
  accounts: readonly AccountStatus[] = [],
): Concern[] {
  const cutOff = accounts.filter(isCutOff)
  return [
    ...accounts.flatMap((account) => accountConcern(account, now) ?? []),
    ...statuses.flatMap((status) => {
      const state = states?.find(({ pipeline }) => pipeline === status.pipeline)
      return pipelineConcerns(
        status,
        state,
        now,
        cutOff.some((account) => isOfAccount(status.pipeline, account)),
      )
    }),
  ]
}

/** The concerns of a pipeline. `isCutOffFrom`: its account cannot be read, so that what its runs say of it is told with the account. */
function pipelineConcerns(
  status: PipelineStatus,
  state: SyncState | undefined,
  now: number,
  isCutOffFrom: boolean,
): Concern[] {
  const tone = status.health === 'failing' ? 'bad' : 'warn'
  const told = isCutOffFrom ? [...ownAlerts, ...cutOffAlerts] : ownAlerts
  const alerts = (state?.openAlerts ?? status.problems).filter((kind) => !told.includes(kind))
  const found = {
    run: isCutOffFrom ? null : runConcern(status, alerts, now),
    quarantine: quarantineConcern(status, state),
    words: wordsConcern(state?.unmapped ?? status.unmappedStatuses, status.pipeline),
    settings: settingsConcern(status, state?.openAlerts ?? status.problems),
    alerts: alertsConcern(alerts),
  }
  return Object.entries(found).flatMap(([name, concern]) =>
    concern === null ? [] : [{ ...concern, key: `${status.pipeline} ${name}`, tone } satisfies Concern],
  )
}

function accountConcern(account: AccountStatus, now: number): Concern | null {
  const { tone, whatToDo } = standingOf(account)
  if (tone === 'good' || whatToDo === null) return null
  const name = `${nameOf(account)} at ${vendorOf(account)}`
  const end = account.endsAt === null ? 'soon' : formatAgo(account.endsAt, now)
  const what = {
    expiring: `The authorization of ${name} ends ${end}`,
    ended: `The authorization of ${name} has ended, and nothing is copied from it`,
    unconnected: `${name} is not connected, and nothing is copied from it`,
  }[account.state === 'expiring' || account.state === 'unconnected' ? account.state : 'ended']
  return {
    key: `${account.source} ${account.account} account`,
    tone,
    what,
    whatToDo: `${whatToDo}: ${account.command}`,
    panel: panelIds.accounts,
    link: 'See the account',
  }
}

function quarantineConcern(status: PipelineStatus, state: SyncState | undefined): ConcernOf | null {
  const isThere = state === undefined ? status.problems.includes('quarantine') : state.quarantined.count > 0
  if (!isThere) return null
  const isOne = state?.quarantined.count === 1
  return {
    what: `${numberOf(state?.quarantined)} ${isOne ? 'is' : 'are'} in quarantine`,
    whatToDo:
      (isOne
        ? 'It cannot be read, and is missing or shown as it was. Correct it at its source, or the settings'
        : 'They cannot be read, and are missing or shown as they were. Correct them at their source, or the settings') +
      (status.pipeline === shopOrders ? ': npm run inspect proposes them.' : '.'),
    panel: panelIds.quarantine,
    link: 'See the reasons',
  }
}

function numberOf(size: QuarantineSize | undefined): string {
  if (size === undefined) return 'Orders'
  const orders = formatCounted(size.count, 'order')
  return { exact: orders, about: `About ${orders}`, over: `More than ${orders}` }[size.precision]
}

function wordsConcern({ words, others }: PipelineStatus['unmappedStatuses'], pipeline: string): ConcernOf | null {
  const count = words.reduce((sum, word) => sum + word.count, others)
  if (count === 0) return null
  const named = words.slice(0, namedWords).map(({ word }) => `“${word}”`)
  const rest = words.length > namedWords || others > 0 ? ' and others' : ''
  const remedy =
    pipeline === shopOrders
      ? 'Say by orders.status in functions/tidemark.json what such a word means; npm run inspect lists them.'
      : 'Say what such a word means by the setting that the alert names.'
  return {
    what: `${formatCounted(count, 'order')} ${count === 1 ? 'has' : 'have'} a status that means nothing here: ${named.join(', ')}${rest}`,
    whatToDo: `${count === 1 ? 'It is' : 'They are'} in no revenue. ${remedy}`,
    panel: panelIds.pipeline(pipeline),
    link: 'See the words',
  }
}

/** The concern that the settings have changed, and how far reading by them has come. */
function settingsConcern({ pipeline, running }: PipelineStatus, open: readonly string[]): ConcernOf | null {
  if (!open.includes('changed-settings')) return null
  const { done, total } = running?.mode === 'full' ? running.progress : { done: 0, total: null }
  const far = total === null ? '' : `: ${formatCount(Math.min(done, total))} of ${formatCounted(total, 'record')}`
  return {
    what: `The settings of ${pipeline} have changed`,
    whatToDo:
      running?.mode === 'full'
        ? `All of it is being read again by them${far}. Until then some records are shown as the earlier ones had them.`
        : 'The next sync reads all of it again by them. Until then some records are shown as the earlier ones had them.',
    panel: panelIds.alerts,
    link: 'See what it costs',
  }
}

function alertsConcern(kinds: readonly string[]): ConcernOf | null {
  if (kinds.length === 0) return null
  return {
    what: `${formatCounted(kinds.length, 'alert')} open: ${kinds.map(alertWord).join(', ')}`,
    whatToDo: kinds.length === 1 ? 'It says what to do.' : 'Each says what to do.',
    panel: panelIds.alerts,
    link: kinds.length === 1 ? 'See the alert' : 'See the alerts',
  }
}

/** The concern about runs that fail, are late, or were never there; what an alert tells is not told twice. */
function runConcern(status: PipelineStatus, alerts: readonly string[], now: number): ConcernOf | null {
  const { pipeline, health, lastRun, damage, asOf, running, problems } = status
  const at = { panel: panelIds.pipeline(pipeline), link: 'See its runs' }
  if (lastRun?.status === 'failed')
    return {
      what: `The last sync of ${pipeline} failed`,
      whatToDo: 'The next one tries again; the error says why.',
      ...at,
    }
  if (damage !== null && !alerts.includes('damaged-state'))
    return { what: `What Tidemark stores of ${pipeline} is damaged`, whatToDo: 'The next full resync mends it.', ...at }
  if (health === 'ok' || problems.length > 0) return null
  if (asOf !== null && health === 'stale')
    return {
      what: `The last good sync of ${pipeline} was ${formatAgo(asOf, now)}`,
      whatToDo: 'Press Refresh. If that works, look at the schedule.',
      ...at,
    }
  if (asOf !== null) return { what: `Most orders of ${pipeline} are missing`, whatToDo: 'Its panel says why.', ...at }
  // The first copy is under way, and its progress is shown.
  return running === null ? { what: `${pipeline} has not been copied yet`, whatToDo: 'Press Refresh.', ...at } : null
}
