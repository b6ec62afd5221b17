import { z } from 'zod'

import { settingsFileSchema } from '../functions/src/settingsFile.ts'

/** The JSON schema of `functions/tidemark.json`, by which editors complete and check it. */
export function settingsJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(settingsFileSchema, { io: 'input', unrepresentable: 'any' })
}
