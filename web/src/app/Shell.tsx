import './shell.css'

import { useEffect, useRef, useState, type ReactNode } from 'react'

import { useStreams } from '../backend/streams.ts'
import { goTo, hrefOf, usePlace } from '../routing/location.ts'
import { useCommands } from '../ui/commands.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AttentionStrip } from './Attention.tsx'
import { HeaderTools } from './HeaderTools.tsx'
import { OfflineBanner } from './OfflineBanner.tsx'
import { CommandPalette, usePalette } from './palette/CommandPalette.tsx'
import { RunProgressBars } from './RunProgressBars.tsx'
import { ShortcutsHelp } from './ShortcutsHelp.tsx'
import { storeTheme, themeLabels, themes } from './theme.ts'
import { ViewNav } from './ViewNav.tsx'
import { viewTitle } from './views.ts'

/** The frame around every view: the navigation, the freshness of the data, and the account that is signed in. */
export function Shell({ account, children }: { account: string; children: ReactNode }) {
  const { path } = usePlace()
  const main = useRef<HTMLElement>(null)
  const { data: streams = [] } = useStreams()
  const title = viewTitle(path, streams)
  useEffect(() => {
    document.title = `${title} – Tidemark`
  }, [title])
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const palette = usePalette()
  const onHelp = (): void => setIsHelpOpen(true)
  useShortcuts({
    '?': onHelp,
    'g o': () => goTo(hrefOf(['orders'])),
    'g v': () => goTo(hrefOf(['overview'])),
    'g s': () => goTo(hrefOf(['sync'])),
  })
  useCommands([
    ...themes.map((theme) => ({
      name: `Colours: ${themeLabels[theme]}`,
      words: 'theme mode',
      run: () => storeTheme(theme),
    })),
    { name: 'Print what is shown', run: () => window.print() },
    { name: 'Keyboard shortcuts', words: 'help keys', keys: '?', run: onHelp },
  ])
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
        <HeaderTools account={account} onHelp={onHelp} onCommands={palette.toggle} />
      </header>
      <OfflineBanner />
      <AttentionStrip />
      <RunProgressBars />
      <main className="shell-main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <CommandPalette palette={palette} />
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </>
  )
}
