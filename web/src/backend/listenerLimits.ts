/** The most documents that a listener reads when it begins; apart from the listeners, which load Firestore's client. */
export const mostAlerts = 20
export const mostQuarantined = 50
