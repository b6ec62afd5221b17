/*
 * Runs before anything else in an instance that `servedFunction.ts` starts. Plain JavaScript, because Node takes a while to read
 * TypeScript, and the time until the first answer is measured.
 */
import { subscribe } from 'node:diagnostics_channel'
import https from 'node:https'
import { connect } from 'node:net'
import process from 'node:process'

// The Admin SDK fetches the certificates that tokens are verified by from this machine, believing that it speaks to Google.
const certificatesPort = Number(process.env.CERTIFICATES_PORT)
https.globalAgent = Object.assign(new https.Agent(), { createConnection: () => connect(certificatesPort, '127.0.0.1') })

subscribe('tracing:net.server.listen:asyncEnd', ({ server }) => process.send({ port: server.address().port }))
process.once('disconnect', () => process.exit())
