/* A callable as one writes it first: whoever has the admin claim gets one document. CommonJS, as the Firebase CLI sets functions up. */
const { HttpsError, onCall } = require('firebase-functions/https')
const { initializeApp } = require('firebase-admin/app')
const { getFirestore } = require('firebase-admin/firestore')

initializeApp()
const db = getFirestore()

exports.getOrder = onCall(async ({ auth, data }) => {
  if (auth?.token.admin !== true) throw new HttpsError('permission-denied', 'Only admins may see orders.')
  const order = await db.doc(`orders/${data.id}`).get()
  if (!order.exists) throw new HttpsError('not-found', 'There is no such order.')
  return order.data()
})
