/** A Firestore document has at most this many bytes. */
const largestDocument = 1_048_576

/** One request asks for at most so many documents, the first of all for fewer; and for no more than make so many bytes. */
export const portionLimits = { first: 50, documents: 100, bytes: 16_000_000 }

/** The most that one request may bring, in bytes. */
export const largestPortion = portionLimits.documents * largestDocument

/**
 * How many documents to ask for at a time. Nobody knows how large one is before it is here, and Firestore's client keeps all
 * that a request brings (a stream some 130 documents): so even the first request must fit, whatever it brings.
 */
export class Portions {
  /** Null before the first. */
  #largest: number | null = null

  /** The number of documents that the next request may ask for. */
  get next(): number {
    if (this.#largest === null) return portionLimits.first
    return Math.max(1, Math.min(portionLimits.documents, Math.floor(portionLimits.bytes / this.#largest)))
  }

  /** Learns how many bytes a document was, and returns them. */
  learn(bytes: number): number {
    this.#largest = Math.max(this.#largest ?? 1, bytes)
    return bytes
  }
}
