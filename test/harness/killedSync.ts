import { Shop, type Worker } from './shop.ts'

/*
 * A process of its own that syncs and kills itself at a commit, as hard as an operating system can:
 * node killedSync.ts PROJECT full|incremental N before|after
 */
const [projectId = '', job, n, side] = process.argv.slice(2)
const shop = new Shop({ projectId, settings: { pageSize: 4 } })
let commits = 0

const dieAt = (where: string, method: string): void => {
  if (method === 'commit' && where === side && commits === Number(n)) process.kill(process.pid, 'SIGKILL')
}

const worker: Worker = shop.worker({
  before(method) {
    if (method === 'commit') commits += 1
    dieAt('before', method)
  },
  after: (method) => dieAt('after', method),
})
await (job === 'full' ? shop.fullRun(worker) : worker.sync())
await shop.db.terminate()
