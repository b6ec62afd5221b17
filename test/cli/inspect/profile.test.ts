import fc from 'fast-check'
import { expect, it } from 'vitest'

import { pathOf, profilesOf } from '../../../cli/inspect/profile.ts'
import { keysOf, valueAt } from '../../../functions/src/sources/firestore/fields.ts'
import { fieldPath } from '../../../functions/src/sources/firestore/settings.ts'

it('the path of any field is one that settings take, and leads to the field', () => {
  const sign = fc.constantFrom(...'aB9._-*/[]{}# '.split(''))
  const name = fc.string({ unit: sign, minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (keys) => {
      const path = pathOf(keys)
      expect(keysOf(fieldPath.parse(path))).toEqual(keys)
      const data = keys.reduceRight<unknown>((value, key) => ({ [key]: value }), 7)
      expect(profilesOf([data]).at(-1)).toMatchObject({ path, values: [{ at: 0, value: 7 }] })
      expect(valueAt(data, keysOf(path))).toBe(7)
    }),
  )
})
