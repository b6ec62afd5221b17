/** The most documents that a listener reads when it begins; apart from the listeners, which load Firestore's client. */
export const mostAlerts = 20
export const mostQuarantined = 500
/** The most quarantined records that an export reads, in pages of so many. */
export const mostExported = 50_000
export const exportPage = 500
