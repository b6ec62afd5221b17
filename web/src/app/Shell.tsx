import './shell.css'

import { useEffect, useRef, useState, type ReactNode } from 'react'

import { useStreams } from '../backend/streams.ts'
import { hrefOf, usePlace } from '../routing/location.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AttentionStrip } from './Attention.tsx'
import { HeaderTools } from './HeaderTools.tsx'
import { OfflineBanner } from './OfflineBanner.tsx'
import { RunProgressBars } from './RunProgressBars.tsx'
import { ShortcutsHelp } from './ShortcutsHelp.tsx'
import { ViewNav } from './ViewNav.tsx'
import { viewTitle } from './views.ts'

/** The frame around every view: the navigation, the freshness of the data, and the account that is signed in. */
export function Shell({ email, children }: { email: string; children: ReactNode }) {
  const { path } = usePlace()
  const main = useRef<HTMLElement>(null)
  const { data: streams = [] } = useStreams()
  const title = viewTitle(path, streams)
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
        <ViewNav />
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
