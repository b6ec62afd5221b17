import { protos } from '@google-cloud/scheduler'
import { describe, expect, it } from 'vitest'

import { UsageError } from '../../../cli/commandLine.ts'
import { explain } from '../../../cli/schedule/explain.ts'
import { changeLine, desiredJob, difference, fieldsOf, jobMessage, jobName, maskOf } from '../../../cli/schedule/job.ts'
import { settingsFrom } from '../../../cli/schedule/settings.ts'
import { cronEvery, possibleIntervals } from '../../../functions/src/lib/scheduler/cron.ts'

const settings = settingsFrom({ project: 'tidemark-shop' })
const name = jobName(settings)

/** The job as it comes back over the wire. */
function stored(fields = desiredJob(settings)): protos.google.cloud.scheduler.v1.IJob {
  const { Job } = protos.google.cloud.scheduler.v1
  const sent = Job.encode(Job.fromObject(jobMessage(name, fields))).finish()
  return Job.toObject(Job.decode(sent), { longs: String, enums: String })
}

describe('cronEvery', () => {
  it.each([
    [1, '* * * * *'],
    [5, '*/5 * * * *'],
    [15, '*/15 * * * *'],
    [30, '*/30 * * * *'],
    [60, '0 * * * *'],
    [120, '0 */2 * * *'],
    [720, '0 */12 * * *'],
    [1_440, '0 0 * * *'],
  ])('says every %i minutes as %s', (minutes, expression) => expect(cronEvery(minutes)).toBe(expression))

  it.each([0, -15, 7, 45, 90, 300, 2_880, 1.5, Number.NaN])('has no expression for every %d minutes', (minutes) =>
    expect(cronEvery(minutes)).toBeUndefined(),
  )

  it('lists exactly the intervals that it can express', () => {
    expect(possibleIntervals).toContain(20)
    expect(possibleIntervals).not.toContain(7)
    expect(possibleIntervals.at(-1)).toBe(1_440)
  })
})

describe('settingsFrom', () => {
  it('fills in the documented defaults', () => {
    expect(settings).toEqual({
      project: 'tidemark-shop',
      region: 'us-central1',
      jobId: 'tidemark-sync-orders',
      schedule: '*/15 * * * *',
      timeZone: 'UTC',
      url: 'https://us-central1-tidemark-shop.cloudfunctions.net/syncOrders',
      audience: 'https://us-central1-tidemark-shop.cloudfunctions.net/syncOrders',
      serviceAccount: 'tidemark-scheduler@tidemark-shop.iam.gserviceaccount.com',
      endpoint: null,
    })
  })

  it('takes the audience from the URL and the URL from the region', () => {
    expect(settingsFrom({ project: 'tidemark-shop', region: 'europe-west1' }).audience).toBe(
      'https://europe-west1-tidemark-shop.cloudfunctions.net/syncOrders',
    )
    expect(settingsFrom({ project: 'tidemark-shop', url: 'https://shop.example/sync' }).audience).toBe(
      'https://shop.example/sync',
    )
  })

  it('lets a local project through only to a local server', () => {
    expect(() => settingsFrom({ project: 'demo-tidemark' })).toThrow(/local project.*--endpoint/s)
    expect(settingsFrom({ project: 'demo-tidemark', endpoint: '127.0.0.1:9500' }).endpoint).toEqual({
      host: '127.0.0.1',
      port: 9_500,
    })
  })

  it.each([
    [{ every: '7' }, '--every must be one of'],
    [{ every: '15 minutes' }, '--every must be one of'],
    [{ every: '15', cron: '* * * * *' }, 'either --every or --cron'],
    [{ cron: '* * * *' }, '--cron must have five fields'],
    [{ 'time-zone': 'Mars/Olympus' }, '--time-zone'],
    [{ 'time-zone': '+02:00' }, '--time-zone'],
    [{ url: 'ftp://shop.example' }, '--url must be an https URL'],
    [{ url: 'http://shop.example/sync' }, '--url must begin with https'],
    [{ region: 'Iowa' }, '--region'],
    [{ job: 'sync orders' }, '--job'],
    [{ 'service-account': 'me' }, '--service-account'],
    [{ endpoint: 'localhost' }, '--endpoint must be HOST:PORT'],
    [{ project: 'Shop' }, '--project must be a project id'],
    [{ project: undefined }, '--project is needed'],
  ])('refuses %j', (flags, message) => {
    expect(() => settingsFrom({ project: 'tidemark-shop', ...flags })).toThrow(UsageError)
    expect(() => settingsFrom({ project: 'tidemark-shop', ...flags })).toThrow(message)
  })
})

describe('difference', () => {
  const desired = desiredJob(settings)

  it('is empty for a job that came back as it was sent', () => {
    expect(difference(fieldsOf(stored()), desired)).toEqual([])
  })

  it('ignores the headers that Cloud Scheduler adds, and shows those that somebody else added', () => {
    const job = stored()
    const headers = { 'content-type': 'application/json', 'User-Agent': 'Google-Cloud-Scheduler' }
    expect(difference(fieldsOf({ ...job, httpTarget: { ...job.httpTarget, headers } }), desired)).toEqual([])
    const foreign = { ...job, httpTarget: { ...job.httpTarget, headers: { ...headers, 'X-Debug': '1' } } }
    expect(difference(fieldsOf(foreign), desired).map(changeLine)).toEqual([
      '~ headers: "Content-Type: application/json, X-Debug: 1" -> "Content-Type: application/json"',
    ])
  })

  it('reads an absent audience as the URL, as the API does', () => {
    const job = stored()
    const oidcToken = { serviceAccountEmail: settings.serviceAccount, audience: '' }
    expect(difference(fieldsOf({ ...job, httpTarget: { ...job.httpTarget, oidcToken } }), desired)).toEqual([])
  })

  it('names what changes and masks only the fields that carry it', () => {
    const changes = difference(fieldsOf(stored({ ...desired, schedule: '*/5 * * * *', retryCount: 5 })), desired)
    expect(changes.map(changeLine)).toEqual(['~ schedule: "*/5 * * * *" -> "*/15 * * * *"', '~ retryCount: 5 -> 3'])
    expect(maskOf(changes)).toEqual(['schedule', 'retry_config'])
  })

  it('lists every field of a job that does not exist', () => {
    const changes = difference(null, desired)
    expect(changes).toHaveLength(Object.keys(desired).length)
    expect(changes.map(changeLine)).toContain('+ schedule: "*/15 * * * *"')
    expect(maskOf(changes)).toEqual([
      'description',
      'schedule',
      'time_zone',
      'http_target',
      'attempt_deadline',
      'retry_config',
    ])
  })
})

function failure(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}

describe('explain', () => {
  it.each([
    [failure(7, '7 PERMISSION_DENIED: The caller does not have permission'), 'roles/cloudscheduler.admin'],
    [failure(7, 'The principal lacks iam.serviceAccounts.actAs permission'), 'roles/iam.serviceAccountUser'],
    [
      failure(7, 'Cloud Scheduler API has not been used in project 1 before or it is disabled.'),
      'gcloud services enable',
    ],
    [failure(16, 'Request had invalid authentication credentials'), 'gcloud auth application-default login'],
    [new Error('Could not load the default credentials.'), 'gcloud auth application-default login'],
    [failure(5, 'Requested entity was not found.'), 'gcloud iam service-accounts create tidemark-scheduler'],
    [failure(3, "Location 'us-moon1' is not a valid location."), 'gcloud scheduler locations list'],
    [failure(3, 'Schedule has an incorrect format.'), 'Correct the flag'],
    [failure(14, 'No connection established'), 'could not be reached'],
    [failure(13, 'oops'), 'answered INTERNAL'],
  ])('turns "%s" into what to do', (error, advice) => {
    const explained = explain(error, settings)
    expect(explained.message).toContain(advice)
    expect(explained.message).toContain(error.message)
    expect(explained.cause).toBe(error)
  })
})
