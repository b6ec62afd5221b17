import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The emulators' ports have one place: the page is told where they are when it is built, and asks only on this machine. */
const { emulators } = JSON.parse(readFileSync(new URL('../firebase.json', import.meta.url), 'utf8')) as {
  emulators: Record<'functions' | 'firestore' | 'auth' | 'hosting', { port: number }>
}

export default defineConfig({
  plugins: [react()],
  define: {
    // The build hands on what the settings say (tools/build.ts).
    __PLACE__: JSON.stringify({
      region: process.env.TIDEMARK_REGION ?? 'us-central1',
      database: process.env.TIDEMARK_DATABASE ?? '(default)',
    }),
    __EMULATOR_PORTS__: JSON.stringify({
      functions: emulators.functions.port,
      firestore: emulators.firestore.port,
      auth: emulators.auth.port,
    }),
  },
  // The contract's schemas are the functions' own file: they must not bring a second copy, nor one that is set up otherwise.
  resolve: {
    dedupe: ['zod'],
    alias: [
      { find: /^zod$/, replacement: fileURLToPath(new URL('src/zod.ts', import.meta.url)) },
      { find: /^contract\//, replacement: fileURLToPath(new URL('../functions/src/contract/', import.meta.url)) },
    ],
  },
  server: {
    proxy: { '/__': `http://127.0.0.1:${emulators.hosting.port}` },
    fs: { allow: ['..'] },
  },
  build: {
    target: 'baseline-widely-available',
    // An inlined file would be a data: address, which the page's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // In KB before compression. What the first load may weigh is held by a test, as it goes over the wire.
    chunkSizeWarningLimit: 800,
  },
})
