import { onRequest } from 'firebase-functions/https'
export const syncStatus = onRequest((_req, res) => { res.json({}) })
