import { getDeps } from './deps.ts'
import { createDownloadOrders } from './triggers/downloadOrders.ts'
import { createExportOrders } from './triggers/exportOrders.ts'
import { createFullSync } from './triggers/fullSync.ts'
import { createGetOrder } from './triggers/getOrder.ts'
import { createGetSyncStatus } from './triggers/getSyncStatus.ts'
import { createListOrders } from './triggers/listOrders.ts'
import { createOrderStats } from './triggers/orderStats.ts'
import { createResyncOrders } from './triggers/resyncOrders.ts'
import { createStartSync } from './triggers/startSync.ts'
import { createSyncOrders } from './triggers/syncOrders.ts'
import { createSyncStatus } from './triggers/syncStatus.ts'

export const syncOrders = createSyncOrders(getDeps)
export const resyncOrders = createResyncOrders(getDeps)
export const syncStatus = createSyncStatus(getDeps)
export const listOrders = createListOrders(getDeps)
export const getOrder = createGetOrder(getDeps)
export const orderStats = createOrderStats(getDeps)
export const exportOrders = createExportOrders(getDeps)
export const downloadOrders = createDownloadOrders(getDeps)
export const getSyncStatus = createGetSyncStatus(getDeps)
export const startSync = createStartSync(getDeps)
export const fullSync = createFullSync(getDeps)
