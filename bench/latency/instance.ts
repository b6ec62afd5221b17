import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

import { http, type HttpFunction } from '@google-cloud/functions-framework'
import { getTestServer } from '@google-cloud/functions-framework/testing'

import type * as AppModule from '../../functions/node_modules/firebase-admin/lib/app/index.js'
import type * as ParamsModule from '../../functions/node_modules/firebase-functions/lib/params/index.js'
import { agentTo } from '../../tools/local/firebaseIdentity.ts'

/*
 * An instance of one function as Cloud Functions runs it: a process of its own that loads the bundle that is deployed and
 * serves it by Google's framework. It verifies tokens as in production, by certificates from the port that it is told:
 * node instance.ts PROJECT CERTIFICATES_PORT FUNCTION
 */
const [projectId = '', certificatesPort = '', name = ''] = process.argv.slice(2)
// As deployed; the functions take their project from here. The day's clock is a virtual one, so the cache looks old: nobody
// may ask for a run, for no Cloud Tasks is here.
Object.assign(process.env, { GCLOUD_PROJECT: projectId, NODE_ENV: 'production', REVALIDATE_AFTER_MINUTES: '0' })
const require = createRequire(new URL('../../functions/package.json', import.meta.url))
const { initializeApp } = require('firebase-admin/app') as typeof AppModule // `require` returns any.
initializeApp({ projectId, httpAgent: agentTo(Number(certificatesPort)) })

const bundle = new URL('../../functions/lib/index.js', import.meta.url)
const functions = (await import(bundle.href)) as Record<string, HttpFunction | undefined> // The built index.ts.
const handler = functions[name]
if (handler === undefined) throw new Error(`The functions export no ${name}.`)
setParams()
http(name, handler)
const server = getTestServer(name)
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo // It listens on TCP.
process.send?.({ port })
process.once('disconnect', () => process.exit())

/** A deploy writes each param into the instance's environment: as it was set, else its default. */
function setParams(): void {
  const { declaredParams } = require('firebase-functions/params') as typeof ParamsModule // `require` returns any.
  for (const { name: param, options } of declaredParams) {
    if ('default' in options) process.env[param] ??= String(options.default)
  }
}
