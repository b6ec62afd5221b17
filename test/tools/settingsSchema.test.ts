import { expect, it } from 'vitest'

import { membersOf, schemaText, settingsJsonSchema, writtenSchema } from '../../tools/settingsSchema.ts'

it('the schema for editors is that of the code: npm run settings:schema writes it anew', async () => {
  expect(writtenSchema()).toBe(await schemaText())
})

it('every setting has a description: tools/settingsDescriptions.ts', () => {
  const members = membersOf(settingsJsonSchema())
  expect(members.length).toBeGreaterThan(60)
  expect(members.filter(({ schema }) => schema.description === undefined).map(({ path }) => path)).toEqual([])
})
