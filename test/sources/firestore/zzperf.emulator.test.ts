import { it } from 'vitest'
import { Firestore, FieldPath } from '/work/main/functions/src/lib/firestore.ts'
import { createFirestoreSource } from '/work/main/functions/src/sources/firestore/source.ts'
import { readFirestoreSourceConfig } from '/work/main/functions/src/sources/firestore/config.ts'
it('perf', async () => {
  const db = new Firestore({ projectId: 'demo-perf' + Math.random().toString(36).slice(2) })
  const c = db.collection('orders')
  const w = db.bulkWriter({ throttling: false })
  const N = 50000
  for (let i = 0; i < N; i++) { void w.set(c.doc('o' + i), { orderId: 'A' + i, status: 'PENDING', totalAmount: 150.25, timestamp: 1.7e12 + i, customer: { name: 'N' + i, email: 'x@y.z' }, items: [{ sku: 's', name: 'n', quantity: 2, price: 9.99 }, { sku: 't', name: 'm', quantity: 1, price: 5 }] }); if (i % 2000 === 0) await w.flush() }
  await w.close()
  const q = c.orderBy('timestamp').orderBy(FieldPath.documentId())
  for (let k = 0; k < 2; k++) {
  let t = performance.now(); let n = 0
  for await (const _ of q.stream()) n++
  console.log('bare stream', n, performance.now() - t)
  t = performance.now(); n = 0
  for await (const d of q.stream()) {n++; d.data() }
  console.log('bare stream+data', n, performance.now() - t)
  for (const size of [2500, 5000, 10000, 25000]) {
    t = performance.now(); n = 0
    let qq = q.limit(size)
    for (;;) { let last; let k=0; for await (const d of qq.stream()) { last = d; n++; k++ } if (k<size) break; qq = q.limit(size).startAfter(last) }
    console.log('stretches', size, n, performance.now() - t)
  }
  const s = createFirestoreSource(db, readFirestoreSourceConfig({}))
  t = performance.now(); n = 0
  for await (const p of s.enumerate(null, 480)) { n += p.records.length }
  console.log('enumerate', n, performance.now() - t)
  }
  await db.terminate()
}, 300000)
