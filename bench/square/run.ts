import { formatCount } from '../../tools/local/report.ts'
import type { Lab } from '../lab/lab.ts'
import { Merchant } from './merchant.ts'
import type { SquarePlan } from './plan.ts'
import type { SquareResults } from './results.ts'
import { measureRebuild, measureTidemark } from './squareLab.ts'

/** Measures Tidemark beside a rebuilding cache, with the same merchant, each on an emulator of its own. */
export async function runSquare(lab: Lab, plan: SquarePlan): Promise<SquareResults> {
  const { orders, lineItems, availabilities, latencyMs, changes } = plan
  const step = (name: string): void => void lab.progress.step(`${formatCount(orders)} orders: ${name}`)
  step('the merchant opens')
  const merchant = await Merchant.open(plan)
  try {
    const tidemark = await lab.withEmulator(() => measureTidemark(merchant, changes, step))
    lab.kept('Tidemark', tidemark)
    const rebuilding = await lab.withEmulator(() => measureRebuild(merchant, step))
    return {
      environment: lab.environment(),
      merchant: { orders, lineItems, availabilities },
      latencyMs,
      changes,
      ...tidemark,
      ...rebuilding,
    }
  } finally {
    await merchant.close()
  }
}
