import { Popover } from '@base-ui/react/popover'
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

import type { GetOrderResponse } from 'contract/api.ts'
import { useIsPrinting } from '../ui/printing.ts'
import { PrintedOrder, type PrintedAs } from './PrintedOrder.tsx'

/** Prints an order, or its packing slip. The browser's own command prints the order. */
export function PrintMenu({ order }: { order: GetOrderResponse }) {
  const [as, setAs] = useState<PrintedAs>('order')
  const isPrinting = useIsPrinting()
  useEffect(() => {
    const forget = (): void => setAs('order')
    window.addEventListener('afterprint', forget)
    return () => window.removeEventListener('afterprint', forget)
  }, [])
  const print = (chosen: PrintedAs): void => {
    flushSync(() => setAs(chosen))
    window.print()
  }
  return (
    <>
      <Popover.Root>
        <Popover.Trigger className="quiet-button">
          Print <span aria-hidden="true">▾</span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="end" className="popover-positioner">
            <Popover.Popup className="popover print-menu" aria-label="Print">
              <Popover.Close className="quiet-button" onClick={() => print('order')}>
                The order
              </Popover.Close>
              <Popover.Close className="quiet-button" onClick={() => print('slip')}>
                A packing slip
              </Popover.Close>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {isPrinting && <PrintedOrder order={order} as={as} />}
    </>
  )
}
