import type { z } from 'zod'

import { AskedProcess } from '../lab/askedProcess.ts'
import { answerSchemas, openingSchema, type Opening, type VendorRequest } from './vendorMessages.ts'

type Answer<Kind extends VendorRequest['kind']> = z.infer<(typeof answerSchemas)[Kind]>

/** A shop at the fake vendor, which answers from a process of its own. */
export class Vendor {
  readonly opening: Opening
  readonly #process: AskedProcess

  private constructor(process: AskedProcess) {
    this.#process = process
    this.opening = openingSchema.parse(process.opening)
  }

  /** Opens a shop with orders of the two years before now, where each answer takes so long. */
  static async open(orders: number, latencyMs: number): Promise<Vendor> {
    const module = new URL('vendorProcess.ts', import.meta.url)
    return new Vendor(await AskedProcess.open(module, [String(orders), String(latencyMs)]))
  }

  async ask<Kind extends VendorRequest['kind']>(
    request: Extract<VendorRequest, { readonly kind: Kind }>,
  ): Promise<Answer<Kind>> {
    const schema: z.ZodType = answerSchemas[request.kind]
    return schema.parse(await this.#process.ask(request)) as Answer<Kind> // The schema is of this kind.
  }

  close(): Promise<void> {
    return this.#process.close()
  }
}
