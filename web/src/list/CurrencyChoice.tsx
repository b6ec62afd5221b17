import { useEffect, useId, useRef } from 'react'

import { formatCounted } from '../format/count.ts'
import type { CurrencyCount } from './currencies.ts'

interface Props {
  /** The amount that the list is to be sorted by, and what rows are called: "total", "order". */
  readonly amount: string
  readonly noun: string
  readonly currencies: readonly CurrencyCount[]
  readonly onChoose: (currency: string) => void
  /** Back to a sort that needs no currency. */
  readonly onLeave: () => void
}

/** Asks in which currency a list is to be sorted by an amount; stands in the list's place, for a mixed one would mean nothing. */
export function CurrencyChoice({ amount, noun, currencies, onChoose, onLeave }: Props) {
  const titleId = useId()
  const panel = useRef<HTMLElement>(null)
  // Whoever pressed a header that is gone goes on here, and hears what is asked.
  useEffect(() => panel.current?.focus(), [])
  return (
    <section className="panel currency-choice" ref={panel} tabIndex={-1} aria-labelledby={titleId}>
      <h2 id={titleId}>Sort by {amount} in which currency?</h2>
      <p>
        These {noun}s are in {currencies.length} currencies, and amounts of several do not compare.
      </p>
      <div className="button-row">
        {currencies.map(({ currency, count }) => (
          <button key={currency} type="button" className="button" onClick={() => onChoose(currency)}>
            {currency} <span className="muted">{formatCounted(count, noun)}</span>
          </button>
        ))}
      </div>
      <p>
        <button type="button" className="link-button" onClick={onLeave}>
          Sort by date instead
        </button>
      </p>
    </section>
  )
}
