import { Firestore, Timestamp, GeoPoint } from '../../functions/src/lib/firestore.ts'
import { sizeOf } from '../../functions/src/lib/firestoreValues.ts'
process.env.FIRESTORE_EMULATOR_HOST = '127.0.0.1:18999'
const db = new Firestore({ projectId: 'demo-x' })
const tries: Record<string, unknown> = {
  strings: { a: Array.from({ length: 60000 }, () => 'x'.repeat(20)) },
  maps: { a: Array.from({ length: 30000 }, () => ({ a: 1 })) },
  emptymaps: { a: Array.from({ length: 60000 }, () => ({})) },
  refs: { a: Array.from({ length: 60000 }, () => db.doc('abc/def')) },
  nulls: { a: Array.from({ length: 1_100_000 }, () => null) },
  times: { a: Array.from({ length: 140_000 }, () => new Timestamp(1, 0)) },
  bytes: { a: Buffer.alloc(1_100_000) },
}
for (const [name, data] of Object.entries(tries)) {
  try { await db.doc('c/d').set(data as never); console.log(name, sizeOf(data), 'ok') }
  catch (e) { console.log(name, sizeOf(data), String((e as Error).message).slice(0, 300)) }
}
// depth
let deep: unknown = 1
for (let i = 0; i < 20; i++) deep = { a: deep }
try { await db.doc('c/deep').set(deep as never); console.log('depth20 ok') } catch (e) { console.log('20', (e as Error).message.slice(0,200)) }
try { await db.doc('c/deep').set({ payload: deep } as never); console.log('depth21 ok') } catch (e) { console.log('21', (e as Error).message.slice(0,200)) }
try { await db.doc('c/e').set({ '': 1, m: {'': 1} }); console.log('emptykey ok') } catch (e) { console.log('emptykey', (e as Error).message.slice(0,200)) }
try { await db.doc('c/s').set({ s: 'a\ud800b' }); console.log('lone', JSON.stringify((await db.doc('c/s').get()).data())) } catch (e) { console.log('lone', (e as Error).message.slice(0,200)) }
