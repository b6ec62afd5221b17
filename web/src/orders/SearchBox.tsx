import { useEffect, useRef, useState } from 'react'

import { useShortcuts } from '../ui/shortcuts.ts'

interface Props {
  readonly search: string
  readonly onSearch: (search: string) => void
}

const debounceMs = 200
/** As the contract has it. */
const mostCharacters = 200

/** Searches as somebody types, a moment after the last key. The address may change it, too: the back button. */
export function SearchBox({ search, onSearch }: Props) {
  const [text, setText] = useState(search)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(search)
  useEffect(() => {
    if (search === sent.current) return
    sent.current = search
    setText(search)
  }, [search])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onSearch(text)
    }, debounceMs)
    return () => clearTimeout(timer)
  }, [text, onSearch])
  useShortcuts({ '/': () => input.current?.select() })
  return (
    <div className="search-box">
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={mostCharacters}
        placeholder="Search orders, customers, SKUs"
        aria-label="Search orders by number, customer, e-mail or SKU"
        aria-keyshortcuts="/"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </div>
  )
}
