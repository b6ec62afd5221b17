import type { AccountStatus } from 'contract/sync.ts'
import { panelIds } from '../routing/syncPanels.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'
import { isCutOff, nameOf, standingOf, vendorOf } from './accountWords.ts'
import { usePanelOfAddress } from './panels.ts'

/** The accounts at vendors that are copied: whether they may be read, until when, and what to do where not. */
export function Accounts({ accounts }: { accounts: readonly AccountStatus[] }) {
  usePanelOfAddress(panelIds.accounts, true)
  return (
    <section className="panel" aria-labelledby={panelIds.accounts}>
      <h2 id={panelIds.accounts} tabIndex={-1}>
        Accounts
      </h2>
      <ul className="accounts">
        {accounts.map((account) => (
          <Account key={`${account.source} ${account.account}`} account={account} />
        ))}
      </ul>
    </section>
  )
}

function Account({ account }: { account: AccountStatus }) {
  const { tone, word, why, whatToDo } = standingOf(account)
  return (
    <li className="account">
      <h3>{nameOf(account)}</h3>
      <p className={`health tone-${tone}`}>
        <span className="health-dot" aria-hidden="true" />
        <strong>{word}</strong> <span className="health-why">{why}</span>
      </p>
      {whatToDo !== null && (
        <p className="account-command">
          {whatToDo}: <code>{account.command}</code>
          <CopyButton text={account.command} what={`the command for ${nameOf(account)}`} />
        </p>
      )}
      <dl className="pipeline-facts">
        <div>
          <dt>Vendor</dt>
          <dd>{vendorOf(account)}</dd>
        </div>
        <div>
          <dt>Id</dt>
          <dd>{account.account}</dd>
        </div>
        {account.state !== 'unconnected' && (
          <div>
            <dt>{isCutOff(account) ? 'Authorization ended' : 'Authorized until'}</dt>
            <dd>{account.endsAt === null ? 'not known' : <TimeAndAgo iso={account.endsAt} />}</dd>
          </div>
        )}
      </dl>
    </li>
  )
}
