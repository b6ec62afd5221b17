import type { z } from 'zod'

import { AskedProcess } from '../lab/askedProcess.ts'
import type { TokenOfMerchant } from '../../tools/engine/merchantPipelines.ts'
import { answerSchemas, openingSchema, type MerchantRequest } from './merchantMessages.ts'
import type { SquarePlan } from './plan.ts'

type Answer<Kind extends MerchantRequest['kind']> = z.infer<(typeof answerSchemas)[Kind]>

/** A merchant at the fake Square, which answers from a process of its own. */
export class Merchant {
  readonly opening: TokenOfMerchant
  readonly #process: AskedProcess

  private constructor(process: AskedProcess) {
    this.#process = process
    this.opening = openingSchema.parse(process.opening)
  }

  static async open({ orders, lineItems, availabilities, latencyMs }: SquarePlan): Promise<Merchant> {
    const numbers = [orders, lineItems, availabilities, latencyMs].map(String)
    return new Merchant(await AskedProcess.open(new URL('merchantProcess.ts', import.meta.url), numbers))
  }

  async ask<Kind extends MerchantRequest['kind']>(
    request: Extract<MerchantRequest, { readonly kind: Kind }>,
  ): Promise<Answer<Kind>> {
    const schema: z.ZodType = answerSchemas[request.kind]
    return schema.parse(await this.#process.ask(request)) as Answer<Kind> // The schema is of this kind.
  }

  close(): Promise<void> {
    return this.#process.close()
  }
}
