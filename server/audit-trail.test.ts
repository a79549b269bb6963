import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from './app.ts'
import { chooseCallBacks } from './calls/service.ts'
import { checkout } from './config.ts'
import { interviewColumns } from './interviews/import-rules.ts'
import { newId } from './platform/id.ts'
import { listOperations } from './testing/api-document.ts'
import { buildService } from './testing/build-service.ts'
import { signedInAs } from './testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce } from './testing/test-platform.ts'

interface Sheet {
  readonly id: string
  readonly numbers: readonly { readonly id: string }[]
  readonly interview: { readonly id: string }
}

interface Step {
  /** The route, as the API's document names it. */
  readonly route: string
  readonly path: () => string
  readonly body?: () => unknown
  readonly contentType?: string
  readonly after?: (response: Response) => Promise<void>
  /** What the entry says; or why there is none. */
  readonly audit: { readonly action: string } | { readonly none: string }
}

let importId: string
const keepImport = async (response: Response) => {
  importId = ((await response.json()) as { id: string }).id
}
const keepLastImport = async () => {
  const last = await inTestForce(platform, tx =>
    tx.db.selectFrom('imports').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow(),
  )
  importId = last.id
}
/** A file is kept and looked into, and then what `route` does with it. */
const sendFile: Step = {
  route: 'POST /forces/{slug}/imports/files',
  path: () => inForce('/imports/files?fileName=staff.csv'),
  body: () => example('staff.csv'),
  contentType: 'text/csv',
  after: keepImport,
  audit: { action: 'imports.received' },
}

const reportId = newId()
let sheet: Sheet
const keepSheet = async (response: Response) => {
  sheet = (await response.json()) as Sheet
}
let person: {
  readonly id: string
  readonly numbers: readonly { readonly id: string }[]
  readonly suppressions: readonly { readonly id: string }[]
}
const keepPerson = async (response: Response) => {
  person = (await response.json()) as typeof person
}
let found: string
const inForce = (path: string) => `/api/v1/forces/testshire${path}`

const example = (name: string) => readFileSync(join(checkout, 'examples', name), 'utf8')
const firstLines = (count: number, text: string) => text.split('\n').slice(0, count).join('\n')

const staff = (collarNumber: string, what: string) => () => inForce(`/people/staff/${collarNumber}/${what}`)
let mendIds: readonly string[]
const keepMends = async (response: Response) => {
  mendIds = ((await response.json()) as { mends: { id: string }[] }).mends.map(({ id }) => id)
}

/** As if the export that came in last did not have them any more. */
const leaveOutOfExport = () =>
  inTestForce(platform, async tx => {
    const { id } = await tx.db
      .selectFrom('staff')
      .select('id')
      .where('collar_number', '=', '0310')
      .executeTakeFirstOrThrow()
    await keepLastImport()
    await tx.db.insertInto('absent_staff').values({ staff_id: id, import_id: importId }).execute()
  })

/** After the example's staff have come in: each kind of mend, by people of whom nothing else is asked. */
function mendsOfTheDay(): readonly Step[] {
  return [
    {
      route: 'PUT /forces/{slug}/people/staff/{collarNumber}/email',
      path: staff('0310', 'email'),
      body: () => ({ email: 'mended@x.example' }),
      after: keepMends,
      audit: { action: 'people.email_mended' },
    },
    {
      route: 'POST /forces/{slug}/people/mends/undo',
      path: () => inForce('/people/mends/undo'),
      body: () => ({ ids: mendIds }),
      audit: { action: 'people.mend_undone' },
    },
    {
      route: 'PUT /forces/{slug}/people/staff/{collarNumber}/supervisor',
      path: staff('0310', 'supervisor'),
      body: () => ({ supervisor: null }),
      audit: { action: 'people.supervisor_mended' },
    },
    {
      route: 'POST /forces/{slug}/people/staff/{collarNumber}/hand-over',
      path: staff('0297', 'hand-over'),
      body: () => ({ supervisor: '0310' }),
      audit: { action: 'people.supervisor_mended' },
    },
    {
      route: 'PUT /forces/{slug}/people/staff/{collarNumber}/unit',
      path: staff('0310', 'unit'),
      body: () => ({ unitId }),
      audit: { action: 'people.unit_mended' },
    },
    {
      route: 'PUT /forces/{slug}/people/staff/{collarNumber}/end',
      path: staff('0310', 'end'),
      body: () => ({ lastDay: '2011-12-31' }),
      audit: { action: 'people.posting_ended' },
    },
    {
      route: 'PUT /forces/{slug}/people/units/{id}/mailbox',
      path: () => inForce(`/people/units/${unitId}/mailbox`),
      body: () => ({ mailbox: 'unit@x.example' }),
      after: leaveOutOfExport,
      audit: { action: 'people.unit_mailbox_set' },
    },
    {
      route: 'PUT /forces/{slug}/people/staff/{collarNumber}/still-here',
      path: staff('0310', 'still-here'),
      audit: { action: 'people.said_still_here' },
    },
    {
      route: 'DELETE /forces/{slug}/people/staff/{collarNumber}/still-here',
      path: staff('0310', 'still-here'),
      audit: { action: 'people.asked_again' },
    },
  ]
}

let selection: { readonly revision: number; readonly selection: Record<string, unknown> }
const keepSelection = async () => {
  const response = await app.request(inForce('/surveys/service-quality/selection'), { headers })
  selection = (await response.json()) as typeof selection
}

/** A day at work that uses every route that writes, in an order in which each of them succeeds. */
const day: readonly Step[] = [
  sendFile,
  {
    route: 'PUT /forces/{slug}/imports/{id}/read-as',
    path: () => inForce(`/imports/${importId}/read-as`),
    body: () => ({
      kind: 'staff',
      definition: JSON.parse(example('profiles/cleveland-staff.json')),
      saveAs: 'our-staff',
    }),
    audit: { action: 'imports.read_as' },
  },
  {
    route: 'POST /forces/{slug}/imports/{id}/try',
    path: () => inForce(`/imports/${importId}/try`),
    audit: { action: 'imports.try_asked' },
  },
  sendFile,
  {
    route: 'POST /forces/{slug}/imports/{id}/start',
    path: () => inForce(`/imports/${importId}/start`),
    audit: { action: 'imports.start_asked' },
  },
  sendFile,
  {
    route: 'DELETE /forces/{slug}/imports/{id}',
    path: () => inForce(`/imports/${importId}`),
    audit: { action: 'imports.discarded' },
  },
  {
    route: 'DELETE /forces/{slug}/import-profiles/{name}',
    path: () => inForce('/import-profiles/our-staff'),
    audit: { action: 'imports.profile_deleted' },
  },
  {
    route: 'POST /forces/{slug}/imports/staff',
    path: () => inForce('/imports/staff'),
    body: () => example('staff.csv'),
    contentType: 'text/csv',
    audit: { action: 'imports.ended' },
  },
  ...mendsOfTheDay(),
  {
    route: 'POST /forces/{slug}/imports/recipients',
    path: () => inForce('/imports/recipients'),
    body: () => firstLines(2, example('service-recipients.csv')),
    contentType: 'text/csv',
    audit: { action: 'imports.ended' },
  },
  {
    route: 'POST /forces/{slug}/recipients',
    path: () => inForce('/recipients'),
    body: () => ({ incident: { reference: 'PUSHED-1' }, recipient: { surname: 'Marsh', phone1: '01632 960199' } }),
    audit: { action: 'imports.ended' },
    after: keepLastImport,
  },
  {
    route: 'POST /forces/{slug}/imports/{id}/undo',
    path: () => inForce(`/imports/${importId}/undo`),
    audit: { action: 'imports.undo_asked' },
  },
  {
    route: 'POST /forces/{slug}/imports/interviews',
    path: () => inForce('/imports/interviews'),
    body: () => `${interviewColumns.join(',')}\r\nR1,INC-1,2011-08-31T18:00,,,0121,,,5,,,,4,\r\n`,
    contentType: 'text/csv',
    audit: { action: 'imports.ended' },
  },
  {
    route: 'POST /forces/{slug}/surveys/{survey}/selection/preview',
    path: () => inForce('/surveys/service-quality/selection/preview'),
    body: () => ({ selection: selection.selection }),
    audit: { none: 'it says what would come of a change, and changes nothing' },
  },
  {
    route: 'PUT /forces/{slug}/surveys/{survey}/selection',
    path: () => inForce('/surveys/service-quality/selection'),
    body: () => ({
      revision: selection.revision,
      reason: 'Agreed in August',
      selection: { ...selection.selection, notAgainForDays: 60 },
    }),
    audit: { action: 'surveys.selection_changed' },
  },
  {
    route: 'PUT /forces/{slug}/shifts/mine',
    path: () => inForce('/shifts/mine'),
    body: () => ({ state: 'between' }),
    audit: { action: 'shifts.changed' },
  },
  {
    route: 'POST /forces/{slug}/calls/claim',
    path: () => inForce('/calls/claim'),
    after: keepSheet,
    audit: { action: 'calls.claimed' },
  },
  {
    route: 'POST /forces/{slug}/calls/{id}/release',
    path: () => inForce(`/calls/${sheet.id}/release`),
    audit: { action: 'calls.released' },
  },
  {
    route: 'POST /forces/{slug}/calls/claim',
    path: () => inForce('/calls/claim'),
    after: keepSheet,
    audit: { action: 'calls.claimed' },
  },
  {
    route: 'POST /forces/{slug}/calls/{id}/keep-alive',
    path: () => inForce(`/calls/${sheet.id}/keep-alive`),
    audit: { none: 'it only prolongs a claim that has its entry, many times in each call' },
  },
  {
    route: 'POST /forces/{slug}/calls/{id}/attempts',
    path: () => inForce(`/calls/${sheet.id}/attempts`),
    body: () => ({ attemptId: newId(), numberId: sheet.numbers[0]?.id, outcome: 'complete' }),
    audit: { action: 'calls.attempted' },
  },
  {
    route: 'PUT /forces/{slug}/interviews/{id}/answers/{questionKey}',
    path: () => inForce(`/interviews/${sheet.interview.id}/answers/answered_quickly`),
    body: () => ({ rating: 4 }),
    audit: { action: 'interviews.answered' },
  },
  {
    route: 'PUT /forces/{slug}/interviews/{id}/serious/{reportId}',
    path: () => inForce(`/interviews/${sheet.interview.id}/serious/${reportId}`),
    body: () => ({ kind: 'new_crime', words: 'They came back last night.' }),
    audit: { action: 'serious.reported' },
  },
  {
    route: 'PUT /forces/{slug}/serious/{id}/taken',
    path: () => inForce(`/serious/${reportId}/taken`),
    audit: { action: 'serious.taken_up' },
  },
  {
    route: 'POST /forces/{slug}/interviews/{id}/put-off',
    path: () => inForce(`/interviews/${sheet.interview.id}/put-off`),
    body: () => ({ appointmentAt: '2011-09-02T10:00:00+01:00' }),
    after: async () => platform.clock.set(Temporal.Instant.from('2011-09-02T10:00:00+01:00')),
    audit: { action: 'calls.put_off' },
  },
  {
    route: 'POST /forces/{slug}/calls/claim',
    path: () => inForce('/calls/claim'),
    after: keepSheet,
    audit: { action: 'calls.claimed' },
  },
  {
    route: 'PUT /forces/{slug}/interviews/{id}/leave',
    path: () => inForce(`/interviews/${sheet.interview.id}/leave`),
    body: () => ({ mayBeNamed: true }),
    audit: { action: 'interviews.leave_set' },
  },
  {
    route: 'POST /forces/{slug}/interviews/{id}/end',
    path: () => inForce(`/interviews/${sheet.interview.id}/end`),
    body: () => ({ ending: 'broken_off' }),
    audit: { action: 'interviews.ended' },
  },
  {
    route: 'POST /forces/{slug}/recipients/search',
    path: () => inForce('/recipients/search'),
    body: () => ({ query: '' }),
    after: async response => {
      found = ((await response.json()) as { people: [{ id: string }] }).people[0].id
    },
    audit: { action: 'recipients.searched' },
  },
  {
    route: 'POST /forces/{slug}/recipients/{id}/suppressions',
    path: () => inForce(`/recipients/${found}/suppressions`),
    body: () => ({ scope: 'all', reason: 'complaint' }),
    after: keepPerson,
    audit: { action: 'recipients.suppressed' },
  },
  {
    route: 'POST /forces/{slug}/recipients/{id}/suppressions/{suppressionId}/lift',
    path: () => inForce(`/recipients/${person.id}/suppressions/${person.suppressions[0]?.id}/lift`),
    body: () => ({ reason: 'no_longer_so' }),
    after: keepPerson,
    audit: { action: 'recipients.suppression_lifted' },
  },
  {
    route: 'POST /forces/{slug}/recipients/{id}/numbers/{numberId}',
    path: () => inForce(`/recipients/${person.id}/numbers/${person.numbers[0]?.id}`),
    body: () => ({ change: 'markUnsafe', reason: 'at_work' }),
    audit: { action: 'recipients.number_marked_unsafe' },
  },
]

let platform: TestPlatform
let app: App
let headers: Record<string, string>
let userId: string
let unitId: string

beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  ;({ headers, userId } = await signedInAs(platform, ['interviewer', 'administrator']))
  await inTestForce(platform, async tx => {
    await buildService(tx)
    await chooseCallBacks(work => work(tx))
    ;({ id: unitId } = await tx.db
      .selectFrom('units')
      .select('id')
      .where('kind', '=', 'force')
      .executeTakeFirstOrThrow())
  })
  await keepSelection()
})
afterAll(() => platform.close())

const actionsOfUser = () =>
  inTestForce(platform, async tx => {
    const entries = await tx.db
      .selectFrom('audit_entries')
      .select('action')
      .where('actor_kind', '=', 'user')
      .where('actor', '=', userId)
      .orderBy('id')
      .execute()
    return entries.map(entry => entry.action)
  })

describe('every route that writes', () => {
  it('has its part in the day', async () => {
    const writing = (await listOperations(app)).filter(operation => operation.method !== 'GET')
    expect(writing.length).toBeGreaterThan(5)
    expect(writing.map(operation => operation.name).sort()).toEqual([...new Set(day.map(step => step.route))].sort())
  })

  it('leaves an audit entry that names who did it', async () => {
    for (const step of day) {
      const before = await actionsOfUser()
      const response = await app.request(step.path(), {
        method: step.route.split(' ')[0],
        headers: { ...headers, 'content-type': step.contentType ?? 'application/json' },
        body: bodyOf(step),
      })
      expect(`${step.route}: ${response.status}`).toMatch(/: 20\d$/)
      await step.after?.(response)
      const written = (await actionsOfUser()).slice(before.length)
      if ('none' in step.audit) expect([step.route, ...written]).toEqual([step.route])
      else expect([step.route, ...written]).toContain(step.audit.action)
    }
  })
})

function bodyOf(step: Step): string | undefined {
  const body = step.body?.()
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
}
