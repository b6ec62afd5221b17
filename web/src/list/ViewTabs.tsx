import './viewTabs.css'

import { useState } from 'react'

import { formatCounted } from '../format/count.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { useSay } from '../ui/Messages.tsx'
import { NamePopover } from './NamePopover.tsx'
import { longestName, mostViews, viewNamed, type SavedView } from './savedViews.ts'
import type { ListViews, ListView } from './useListViews.ts'

interface Props {
  readonly views: ListViews
  /** What is listed: "Orders". */
  readonly label: string
  /** The address of the list with a view's query. */
  readonly hrefOf: (query: string) => string
}

/** The views of a list as links above it: those that are always there, and one's own, which can be saved, renamed and deleted. */
export function ViewTabs({ views: listViews, label, hrefOf }: Props) {
  const { views, base, isModified, saved, open, saveAs } = listViews
  const say = useSay()
  const refusal = (name: string, renamed?: string): string | null => {
    if (name.trim() === '') return 'Write a name for the view.'
    const other = viewNamed(views, name)
    return other === undefined || other.name === renamed ? null : `There is a view ${other.name}. Choose another name.`
  }
  return (
    <>
      <Unreadable count={saved.unreadable.length} onForget={saved.forgetUnreadable} />
      <div className="view-tabs">
        <nav className="view-links" aria-label={`Views of ${label.toLowerCase()}`}>
          {views.map((view) => (
            <ViewLink
              key={view.name}
              view={view}
              href={hrefOf(view.query)}
              isBase={view.name === base?.name}
              isModified={isModified}
              onOpen={() => open(view)}
            />
          ))}
        </nav>
        <span className="view-actions">
          {base?.isOwn === true && isModified && (
            <button
              type="button"
              className="button"
              onClick={() => {
                listViews.saveChanges(base)
                say(`View ${base.name} saved.`)
              }}
            >
              Save changes
            </button>
          )}
          <NamePopover
            label="Save view"
            action="Save"
            longest={longestName}
            hint={`The filter, sort and columns, in this browser. ${formatCounted(saved.views.length, 'view')} of at most ${mostViews}.`}
            refuse={(name) =>
              saved.views.length >= mostViews
                ? `${mostViews} views are saved, which is the most. Delete one first.`
                : refusal(name)
            }
            onName={saveAs}
          />
          {base?.isOwn === true && <OwnViewTools key={base.name} base={base} views={listViews} refusal={refusal} />}
        </span>
        {base?.isOwn === false && base.note !== undefined && !isModified && (
          <span className="view-note muted">{base.note}</span>
        )}
      </div>
    </>
  )
}

interface LinkProps {
  readonly view: ListView
  readonly href: string
  readonly isBase: boolean
  readonly isModified: boolean
  readonly onOpen: () => void
}

function ViewLink({ view, href, isBase, isModified, onOpen }: LinkProps) {
  return (
    <a
      href={href}
      className={isBase ? 'view-link view-link-base' : 'view-link'}
      aria-current={isBase && !isModified ? 'page' : undefined}
      title={view.isOwn ? undefined : view.note}
      onClick={onOpen}
    >
      {view.name}
      {isBase && isModified && <span className="view-modified"> modified</span>}
    </a>
  )
}

interface ToolsProps {
  readonly base: SavedView
  readonly views: ListViews
  readonly refusal: (name: string, renamed?: string) => string | null
}

/** Renames one's own view or deletes it. */
function OwnViewTools({ base, views: { rename, remove }, refusal }: ToolsProps) {
  const say = useSay()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <NamePopover
        label="Edit view"
        action="Rename"
        longest={longestName}
        initial={base.name}
        refuse={(name) => refusal(name, base.name)}
        onName={(name) => rename(base, name)}
        other={{ label: 'Delete view …', act: () => setIsAsking(true) }}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={`Delete the view ${base.name}?`}
        action="Delete"
        onConfirm={() => {
          remove(base)
          say(`View ${base.name} deleted.`)
        }}
        onClose={() => setIsAsking(false)}
      >
        <p>The orders stay as they are. Its filter, sort and choice of columns are forgotten.</p>
      </ConfirmDialog>
    </>
  )
}

/** Says that the browser keeps what is no view, and forgets it on demand. */
function Unreadable({ count, onForget }: { count: number; onForget: () => void }) {
  if (count === 0) return null
  return (
    <p className="banner" role="status">
      {formatCounted(count, 'saved view')} of this browser cannot be read and {count === 1 ? 'is' : 'are'} left out. All
      else is here.{' '}
      <button type="button" className="link-button" onClick={onForget}>
        Forget {count === 1 ? 'it' : 'them'}
      </button>
    </p>
  )
}
