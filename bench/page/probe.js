/*
 * Runs in the page before its own scripts, as plain JavaScript, and tells when what a reader waits for is there: times are
 * those of the page's own clock, in milliseconds since the navigation began. `probe.ts` is what asks it.
 */

const rows = 'table.list-table tbody tr[data-id]'
const inputTypes = ['keydown', 'click']

/** The moment after the next frame is drawn. */
function afterFrame() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => resolve(performance.now()))
      port1.start()
      // Comes as a task of its own, when the frame that this callback is part of is done.
      port2.postMessage(null)
    })
  })
}

/** Looks at once and after every change of the document. */
function until(isThere) {
  return new Promise((resolve) => {
    if (isThere()) return resolve()
    const observer = new MutationObserver(() => {
      if (!isThere()) return
      observer.disconnect()
      resolve()
    })
    observer.observe(document, { subtree: true, childList: true, attributes: true })
  })
}

async function drawnAfter(isThere) {
  await until(isThere)
  const thereMs = performance.now()
  return { thereMs, shownMs: await afterFrame() }
}

/** Tells of the inputs that come now: when they came, and when after them `isThere` holds and is drawn. */
async function outcomeOf(isThere) {
  const inputs = []
  const note = ({ timeStamp }) => {
    if (inputs.length === 0) performance.mark('tidemark:begin')
    inputs.push(timeStamp)
  }
  for (const type of inputTypes) addEventListener(type, note, { capture: true })
  const { shownMs } = await drawnAfter(() => inputs.length > 0 && isThere())
  performance.mark('tidemark:end')
  for (const type of inputTypes) removeEventListener(type, note, { capture: true })
  return { firstInputMs: inputs[0], lastInputMs: inputs.at(-1), shownMs }
}

function shownIds() {
  return [...document.querySelectorAll(rows)].map((row) => row.getAttribute('data-id')).join()
}

function areRowsStale() {
  return document.querySelector('.list-stale') !== null
}

function answered(ending) {
  return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(ending)).length
}

globalThis.tidemarkProbe = {
  /** When the first row was in the document, and when it was drawn. */
  firstRow: drawnAfter(() => document.querySelector(rows) !== null),
  /** What became of the action that was watched last. */
  outcome: null,
  /** Watches for other rows than now, those of an address that holds `address`. */
  watchRows(address) {
    const before = shownIds()
    const areThere = () => !areRowsStale() && shownIds() !== '' && shownIds() !== before
    this.outcome = outcomeOf(() => location.hash.includes(address) && areThere())
  },
  /** Watches for something that is not there now. */
  watchFor(selector) {
    this.outcome = outcomeOf(() => document.querySelector(selector) !== null)
  },
  /** When so many requests, of addresses that end so, have had their answers. */
  untilAnswered: (ending, count) =>
    new Promise((resolve) => {
      if (answered(ending) >= count) return resolve()
      const observer = new PerformanceObserver(() => {
        if (answered(ending) < count) return
        observer.disconnect()
        resolve()
      })
      observer.observe({ type: 'resource' })
    }),
}
