import type { ReactNode } from 'react'

import { CopyButton } from '../ui/CopyButton.tsx'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
  /** What its button copies; without it there is none. */
  readonly copied?: string
}

/** Names and values, one below the other. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return <p className="muted">Nothing is known.</p>
  return (
    <dl className="facts">
      {facts.map(({ label, value, copied }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span>{value}</span>
            {copied !== undefined && <CopyButton text={copied} what={label} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Facts of texts, each to be copied; what is not known is left out. */
export function textFacts(texts: readonly (readonly [label: string, text: string | undefined])[]): Fact[] {
  return texts.flatMap(([label, text]) =>
    text === undefined || text === '' ? [] : [{ label, value: text, copied: text }],
  )
}
