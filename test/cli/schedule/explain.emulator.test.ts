import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { pipeline } from '../../harness/shop.ts'
import { Scheduling, ScheduledShop } from '../../harness/scheduling.ts'

const script = fileURLToPath(new URL('../../../cli/schedule.ts', import.meta.url))

/** As the wire has it. */
const iso = (instant = ''): string => `${instant.slice(0, 23)}Z`

let scheduling: Scheduling

// Some start processes.
vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  scheduling = await Scheduling.start()
})
afterAll(() => scheduling.stop())
beforeEach(() => scheduling.begin())

describe('npm run schedule -- explain', () => {
  it('prints the runs, the decision and why, the same each time, and changes nothing', async () => {
    const one = await ScheduledShop.open(scheduling)
    await one.trade(15, 60)
    await one.trade(10, 4)
    expect(one.schedule).toBe('*/2 * * * *')
    const [first, second] = (await one.state()).recentSpans
    scheduling.begin()
    const said = await one.explain('--adaptive', '1-60', '--dry-run')
    expect(said.split('\n')).toEqual([
      `projects/${one.project}/locations/us-central1/jobs/tidemark-sync-orders`,
      '  job           */2 * * * * (UTC)',
      '  adaptive      1 to 60 minutes, no quiet hours',
      '  firestore.orders: successful runs; the decision uses those of the last hour',
      '    until                     minutes   runs  changes',
      `    ${iso(first?.until)}     15.0      1       60`,
      `    ${iso(second?.until)}     10.0      1        4`,
      // A slow machine is a second or two behind, and 153.6 changes an hour become 153.4.
      expect.stringMatching(
        /^ {2}decision {6}every 2 min: about 15[34] changes an hour, 5\.1 in 2 minutes: a run is to find about 10, which is near enough$/,
      ),
      '  The job has this interval already.',
      '',
    ])
    expect(await one.explain('--adaptive', '1-60')).toBe(said)
    expect(scheduling.calls).toEqual(['GetJob', 'GetJob'])
    await one.server.stop()
  })

  it('says what the next run will do, and what other params would', async () => {
    const one = await ScheduledShop.open(scheduling, { adaptive: false })
    await one.trade(15, 60)
    // Said by flags, whatever the params of this folder are.
    const fixed = JSON.parse(await one.explain('--json', '--adaptive', '')) as Record<string, unknown>
    expect(fixed).toMatchObject({ action: 'explained', adaptive: null, decision: null })
    expect(fixed.pipelines).toMatchObject([{ pipeline, failing: false, runs: [{ runs: 1, changes: 60 }] }])
    expect(await one.explain('--adaptive', '')).toMatch(
      /no: the interval stays \d+ minutes \(SCHEDULE_ADAPTIVE_MINUTES/,
    )
    const adaptive = await one.explain('--adaptive', '5-30')
    expect(adaptive).toContain('decision      every 5 min: about 240 changes an hour, 60 in 15 minutes')
    expect(adaptive).toContain('The next scheduled run will set the job to */5 * * * *.')
    await one.server.stop()
  })

  it('needs no job on a local stack', async () => {
    const one = await ScheduledShop.open(scheduling)
    await one.trade(15, 60)
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      'explain',
      '--project',
      one.project,
      '--adaptive',
      '1-60',
    ])
    expect(stdout).toContain('job           none here')
    expect(stdout).toContain('decision      every 2 min')
    await one.server.stop()
  })
})
