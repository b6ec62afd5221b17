import { Dialog } from '@base-ui/react/dialog'

const shortcuts = [
  ['Ctrl-K or ⌘K', 'Find a view, an order or an action'],
  ['g o', 'Go to the orders'],
  ['g v', 'Go to the overview'],
  ['g s', 'Go to Sync'],
  ['/', 'Search'],
  ['j', 'Next row; while one is open, open the next'],
  ['k', 'Previous row; while one is open, open the one before'],
  ['Enter', 'Open the row'],
  ['x', 'Select the order; Shift-click selects up to one'],
  ['Esc', 'Close what is open, or clear the selection'],
  ['?', 'This help'],
] as const

export function ShortcutsHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">Keyboard shortcuts</Dialog.Title>
          <dl className="shortcuts">
            {shortcuts.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <div className="dialog-actions">
            <Dialog.Close className="button">Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
