import { Popover } from '@base-ui/react/popover'
import { useRef, useState, type KeyboardEvent } from 'react'

import { AttentionBadge } from './Attention.tsx'
import type { ViewLink } from './views.ts'

interface Props {
  /** Names the menu, and stands on its button while none of its views is open. */
  readonly title: string
  readonly views: readonly ViewLink[]
}

/** Views behind one button, which says which of them is open. Arrows go along, as Tab does. */
export function ViewMenu({ title, views }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const current = views.find(({ isCurrent }) => isCurrent)
  const onKeyDown = (event: KeyboardEvent): void => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    links.at(next % links.length)?.focus()
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger className="nav-menu-button" data-current={current !== undefined}>
        {current === undefined ? title : current.label}
        {current !== undefined && <span className="visually-hidden"> – {title}</span>}
        {views.some(({ hasBadge }) => hasBadge) && <AttentionBadge />}
        <span aria-hidden="true"> ▾</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="popover-positioner">
          <Popover.Popup className="popover nav-menu" aria-label={title} onKeyDown={onKeyDown}>
            <ul ref={list}>
              {views.map(({ href, label, isCurrent, hasBadge }) => (
                <li key={href}>
                  <a href={href} aria-current={isCurrent ? 'page' : undefined} onClick={() => setIsOpen(false)}>
                    {label}
                    {hasBadge && <AttentionBadge />}
                  </a>
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
