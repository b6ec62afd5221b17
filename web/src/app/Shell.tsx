import './shell.css'

import { useEffect, useRef, useState, type ReactNode } from 'react'

import { useHasStream } from '../backend/status.ts'
import { hrefOf, usePlace } from '../routing/location.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AttentionBadge, AttentionStrip } from './Attention.tsx'
import { HeaderTools } from './HeaderTools.tsx'
import { OfflineBanner } from './OfflineBanner.tsx'
import { RunProgressBars } from './RunProgressBars.tsx'
import { ShortcutsHelp } from './ShortcutsHelp.tsx'

const views = [
  ['orders', 'Orders'],
  ['overview', 'Overview'],
  ['sync', 'Sync'],
] as const

/** Shown where the shop keeps its seasons here. */
const seasons = ['seasons', 'Seasons'] as const

/** What stands around every view: where to go, how fresh it all is, and who is there. */
export function Shell({ email, children }: { email: string; children: ReactNode }) {
  const [view = 'orders'] = usePlace().path
  const main = useRef<HTMLElement>(null)
  const hasSeasons = useHasStream('operatingSeasons')
  const title = [...views, seasons].find(([name]) => name === view)?.[1] ?? 'Not found'
  useEffect(() => {
    document.title = `${title} – Tidemark`
  }, [title])
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  useShortcuts({ '?': () => setIsHelpOpen(true) })
  return (
    <>
      {/* A link would take the place of the address behind the "#". */}
      <button type="button" className="skip-button" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className="shell-header">
        <a className="brand" href={hrefOf(['orders'])} aria-label="Tidemark, to the orders">
          <span className="brand-mark" aria-hidden="true" />
          <span className="brand-name">Tidemark</span>
        </a>
        <nav aria-label="Views">
          {(hasSeasons ? [...views, seasons] : views).map(([name, label]) => (
            <a key={name} href={hrefOf([name])} aria-current={view === name ? 'page' : undefined}>
              {label}
              {name === 'sync' && <AttentionBadge />}
            </a>
          ))}
        </nav>
        <HeaderTools email={email} onHelp={() => setIsHelpOpen(true)} />
      </header>
      <OfflineBanner />
      <AttentionStrip />
      <RunProgressBars />
      <main className="shell-main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </>
  )
}
