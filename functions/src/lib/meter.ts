/** What Firestore bills, counted where it is asked: documents read (an empty answer counts one) and documents written. */
export class Meter {
  reads = 0
  writes = 0
}
