/*
 * The one door to Firestore's classes: whoever compares with `instanceof`, scripts and tests included, gets the same copy.
 */
export {
  AggregateField,
  DocumentReference,
  FieldPath,
  FieldValue,
  Filter,
  Firestore,
  GeoPoint,
  Timestamp,
  VectorValue,
  type CollectionReference,
  type DocumentData,
  type DocumentSnapshot,
  type Query,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
  type Transaction,
  type WriteBatch,
  type WriteResult,
} from '@google-cloud/firestore'
