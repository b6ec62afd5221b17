import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { progressOn } from '../bench/lab/progress.ts'
import { planOf } from '../bench/plan.ts'
import { runBench } from '../bench/run.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { interruption } from './stack/interruption.ts'

const usage = `usage: npm run bench [-- FLAGS]`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      orders: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const most = values.orders === undefined ? null : Number(values.orders)
  if (most !== null && Number.isNaN(most)) throw new UsageError('orders')
  const results = await runBench(planOf({ isQuick: values.quick, most }), interruption(), progressOn(process.stderr))
  const json = JSON.stringify(results, null, 2)
  if (values.json !== undefined) writeFileSync(values.json, json)
  printLine(json)
})
// Whatever is left open by a failure.
process.exit()
