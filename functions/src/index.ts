import { entry } from './entry.ts'
import { createDescribeStreams } from './triggers/describeStreams.ts'
import { createDownloadOrders } from './triggers/downloadOrders.ts'
import { createExportOrders } from './triggers/exportOrders.ts'
import { createExportRecords } from './triggers/exportRecords.ts'
import { createFullSync } from './triggers/fullSync.ts'
import { createGetOrder } from './triggers/getOrder.ts'
import { createGetRecord } from './triggers/getRecord.ts'
import { createGetSyncStatus } from './triggers/getSyncStatus.ts'
import { createListOrders } from './triggers/listOrders.ts'
import { createListRecords } from './triggers/listRecords.ts'
import { createOnOrderWritten } from './triggers/onOrderWritten.ts'
import { createOnRecordWritten } from './triggers/onRecordWritten.ts'
import { createOrderStats } from './triggers/orderStats.ts'
import { createRequestedSync } from './triggers/requestedSync.ts'
import { createResyncOrders } from './triggers/resyncOrders.ts'
import { createSaveOperatingSeason } from './triggers/saveOperatingSeason.ts'
import { createStartSync } from './triggers/startSync.ts'
import { createSyncOrders } from './triggers/syncOrders.ts'
import { createSyncStatus } from './triggers/syncStatus.ts'
import { createWebhooks } from './triggers/webhooks.ts'

export const syncOrders = createSyncOrders(entry)
export const resyncOrders = createResyncOrders(entry)
export const syncStatus = createSyncStatus(entry)
export const listOrders = createListOrders(entry)
export const getOrder = createGetOrder(entry)
export const orderStats = createOrderStats(entry)
export const exportOrders = createExportOrders(entry)
export const downloadOrders = createDownloadOrders(entry)
export const describeStreams = createDescribeStreams(entry)
export const listRecords = createListRecords(entry)
export const getRecord = createGetRecord(entry)
export const exportRecords = createExportRecords(entry)
export const getSyncStatus = createGetSyncStatus(entry)
export const startSync = createStartSync(entry)
export const saveOperatingSeason = createSaveOperatingSeason(entry)
export const fullSync = createFullSync(entry)
export const requestedSync = createRequestedSync(entry)
export const onOrderWritten = createOnOrderWritten(entry)
export const onRecordWritten = createOnRecordWritten(entry)
export const webhooks = createWebhooks(entry)
