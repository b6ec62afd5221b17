import { expect, it } from 'vitest'
import { startServer, initializeAuth, logLines, functionNames } from '../harness/server.ts'
import { startGoogleIdentity } from '../fakes/googleIdentity.ts'
import { startFirebaseIdentity } from '../fakes/firebaseIdentity.ts'
it('x', async () => {
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST
  const fb = await startFirebaseIdentity('demo-tidemark')
  initializeAuth({ httpAgent: fb.agent })
  const g = await startGoogleIdentity()
  const s = await startServer({ certsUrl: g.certsUrl })
  const out: unknown[] = []
  for (const t of [fb.token({admin:true}), fb.token(), fb.wrongKeyToken({admin:true}), g.token()]) {
    for (const n of functionNames) { const a = await s.call(n, null, t); out.push([n, a.status, a.text.slice(0,200)]) }
    out.push((await s.fetch('syncStatus', { headers: { Authorization: `Bearer ${t}` } })).text)
  }
  process.stdout.write(JSON.stringify(out, null, 1) + '\n' + fb.fetches + '\n'+ logLines.join('\n'))
  await s.stop()
  expect(1).toBe(1)
})
