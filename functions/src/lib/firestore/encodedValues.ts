import { Timestamp } from './firestore.ts'
import { isMap } from './firestoreValues.ts'

/** A value as Firestore's protocol has it (https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#value). */
type Proto = Readonly<Record<string, unknown>>

/**
 * A value in the protocol's form. Firestore's client asks any object of this shape for it, and takes the answer as it is; a
 * plain map it would walk three times (to check it, to look for transforms, to encode it) and make a field path for each value
 * in it, which was a fifth of a full run's CPU.
 */
class EncodedValue {
  readonly _protoValueType = 'ProtoValue'
  readonly #proto: Proto

  constructor(proto: Proto) {
    this.#proto = proto
  }

  _toProto(): Proto {
    return this.#proto
  }
}

/**
 * A document's fields for the client, its maps and lists encoded already. One that holds anything but plain values and times
 * stays as it is: the client knows how. `fields` may be nested as deep as Firestore allows, which is not checked here.
 */
export function encodeNested(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const encoded: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    const proto = typeof value === 'object' && value !== null ? protoOf(value) : undefined
    encoded[name] = proto === undefined ? value : new EncodedValue(proto)
  }
  return encoded
}

const nullProto: Proto = { nullValue: 'NULL_VALUE' }

function protoOf(value: unknown): Proto | undefined {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { booleanValue: value }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? { integerValue: value } : { doubleValue: value }
  }
  if (value === null) return nullProto
  if (value instanceof Timestamp) return { timestampValue: { seconds: value.seconds, nanos: value.nanoseconds } }
  if (Array.isArray(value)) return listProto(value)
  return isMap(value) ? mapProto(value) : undefined
}

function listProto(list: readonly unknown[]): Proto | undefined {
  const values: Proto[] = []
  for (const item of list) {
    const proto = protoOf(item)
    if (proto === undefined) return undefined
    values.push(proto)
  }
  return { arrayValue: { values } }
}

function mapProto(map: Readonly<Record<string, unknown>>): Proto | undefined {
  const fields: Record<string, Proto> = {}
  const keys = Object.keys(map)
  let isEmpty = true
  for (const key of keys) {
    const value = map[key]
    if (value === undefined) continue
    const proto = protoOf(value)
    if (proto === undefined) return undefined
    fields[key] = proto
    isEmpty = false
  }
  // The client leaves out a map that only holds undefined members, and keeps an empty one.
  return isEmpty && keys.length > 0 ? undefined : { mapValue: { fields } }
}
