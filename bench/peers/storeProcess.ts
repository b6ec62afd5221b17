import { peerOf, type ContestantName } from './contestants.ts'

/*
 * A process of its own that writes what a contestant keeps, and tells its parent when it is done:
 * node storeProcess.ts CONTESTANT STORED BESIDES CHECKOUT ORDERS
 */

const [name = '', stored = '', besides = '', checkout = '', orders = ''] = process.argv.slice(2)
// The parent names one of them.
const peer = await peerOf(name as ContestantName)
await peer.store({ stored, besides, checkout }, Number(orders))
process.send?.('stored')
process.disconnect()
