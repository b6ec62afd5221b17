import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

import type { Plugin } from 'esbuild'

/*
 * Google's clients bring the messages of their APIs as generated classes: megabytes of code that every instance would read and run. The
 * clients themselves send what the APIs' JSON descriptors say, and merely pass the classes on. In the bundle each such module stands in a
 * file of its own, which is loaded when somebody asks for a class.
 */

/** A module of generated classes. */
interface Messages {
  /** The end of its path. */
  readonly path: RegExp
  /** The code that replaces the module in the bundle; its `load` returns the module. */
  readonly standIn: string
}

const passedOn = 'module.exports = { get google() { return load().google } }'

/** The modules, by the names of their files in the bundle. */
const modules: Readonly<Record<string, Messages>> = {
  'firestore-api': { path: /@google-cloud\/firestore-api\/build\/protos\/protos\.js$/, standIn: passedOn },
  scheduler: { path: /@google-cloud\/scheduler\/build\/protos\/protos\.js$/, standIn: passedOn },
  'gax-iam': { path: /google-gax\/build\/protos\/iam_service\.js$/, standIn: passedOn },
  'gax-locations': { path: /google-gax\/build\/protos\/locations\.js$/, standIn: passedOn },
  'gax-operations': { path: /google-gax\/build\/protos\/operations\.js$/, standIn: passedOn },
  firestore: {
    path: /@google-cloud\/firestore\/build\/protos\/firestore_v1_proto_api\.js$/,
    // The client takes the class `Value` when it is loaded, and calls this method alone.
    standIn: `const Value = { fromObject: (value) => load().google.firestore.v1.Value.fromObject(value) }
module.exports = { google: { firestore: { v1: { Value } } }, get firestore() { return load().firestore } }`,
  },
}

/** The descriptors of Firestore's API. Those of its administration are as large, and no function administers. */
const descriptors = /@google-cloud\/firestore-api\/build\/protos\/protos\.json$/

/**
 * Puts a stand-in for each module of messages into a bundle, and tells `found` the module's path and the file, beside the bundle's
 * own, that it is expected in.
 */
export function lateMessages(found: (path: string, file: string) => void): Plugin {
  return {
    name: 'late messages',
    setup: (build) => {
      for (const [name, { path: filter, standIn }] of Object.entries(modules)) {
        const file = `./messages/${name}.cjs`
        build.onResolve({ filter: new RegExp(`^${RegExp.escape(file)}$`) }, () => ({ path: file, external: true }))
        build.onLoad({ filter }, ({ path }) => {
          found(path, file)
          return { contents: `const load = () => require(${JSON.stringify(file)})\n${standIn}`, loader: 'js' }
        })
      }
      build.onLoad({ filter: descriptors }, ({ path }) => ({ contents: withoutAdmin(path), loader: 'json' }))
    },
  }
}

function withoutAdmin(path: string): string {
  const root = JSON.parse(readFileSync(path, 'utf8')) as Namespace // It comes with the pinned package.
  const firestore = root.nested?.google?.nested?.firestore?.nested
  if (firestore?.admin === undefined)
    throw new Error(`${basename(path)} describes no administration of Firestore any more.`)
  delete firestore.admin
  return JSON.stringify(root)
}

interface Namespace {
  nested?: Record<string, Namespace>
}
