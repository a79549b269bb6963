import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../app.ts'
import { checkout } from '../config.ts'
import { interviewColumns } from '../interviews/import-rules.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { fileSource } from '../platform/import/open-file.ts'
import type { ImportKind, Profile } from '../platform/import/profile.ts'
import { importRecipients } from '../recipients/service.ts'
import { comparableState } from '../testing/force-state.ts'
import { csv, lastOfMonth, latin1, person } from '../testing/hostile-files.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import {
  closeAfterTest,
  inTestForce,
  type TestPlatform,
  tester,
  testForce,
  testSlug,
} from '../testing/test-platform.ts'
import { workbookOf } from '../testing/workbook.ts'
import { tasksOf } from '../worker.ts'
import { lookIntoFolder, nothingSeen } from './folder.ts'
import { getProfile, saveProfile } from './profiles.ts'

type Format = 'csv' | 'xlsx'
type Table = readonly (readonly string[])[]

const importers = { staff: importStaff, recipients: importRecipients, interviews: importInterviews }
const examples = (file: string, rows: number): Table =>
  readFileSync(join(checkout, 'examples', file), 'utf8')
    .replace('\ufeff', '')
    .split('\r\n')
    .filter(line => !line.includes('"'))
    .slice(0, rows)
    .map(line => line.split(','))
    .filter((row, _, [header = []]) => row.length === header.length) // a workbook's rows have no too few
const tooWide = (columns: number) => Array.from({ length: columns + 2 }, (_, at) => `cell ${at}`)

/** With rows of every kind of warning and of refusal that a workbook can have too. */
const tables: Readonly<Record<ImportKind, Table>> = {
  staff: [...examples('staff.csv', 60), [''], tooWide(10), ['', 'PC', 'No', 'Number', '', 'North', '', '', '', '']],
  recipients: [
    ...examples('service-recipients.csv', 900),
    ...csv(
      person('O\u202eak'),
      person('MÃ¼ller', { 'Telephone 1': '4.47701E+11', 'Log No': '607-01082011-90001' }),
      person('=Elm', { 'Telephone 1': '7700900123', 'Telephone 2': 'withheld', 'Log No': '607-01082011-90002' }),
      person('Beech', { Opened: '31/02/2011 10:00', Involvement: 'Neighbour', 'Log No': '607-01082011-90003' }),
      person('Nobody', { 'Log No': '' }),
    )
      .trimEnd()
      .split('\r\n')
      .map(line => line.split(',')),
    tooWide(23),
    [''],
  ],
  interviews: [
    [...interviewColumns],
    [
      'R1',
      'INC-1',
      '2011-08-31T18:00:00+01:00',
      'Testshire Police',
      '0040',
      '0121',
      '5',
      'DK',
      '1',
      'NA',
      'REF',
      '',
      '4',
      'Kind',
    ],
    ['R2', 'INC-2', '2011-08-31 19:00', 'Testshire Police', '9999', '', '1', '2', '3', '4', '5', '', '', ''],
    ['R3', 'INC-3', '2011-08-31 19:00', 'Nowhere', '', '', '1'],
    ['R4', 'INC-4', 'yesterday', 'Testshire Police', '', '', '9'],
    [
      'R1',
      'INC-1',
      '2011-08-31T18:00:00+01:00',
      'Testshire Police',
      '0040',
      '0121',
      '5',
      'DK',
      '1',
      'NA',
      'REF',
      '',
      '4',
      'Kind',
    ],
    tooWide(interviewColumns.length),
  ].map(row => [...row, ...Array<string>(Math.max(0, interviewColumns.length - row.length)).fill('')]),
}

const nameOf = (kind: ImportKind, format: Format) => `${kind}.${format}`

/** The rows as the file that is imported, in a folder of its own. */
function fileOf(kind: ImportKind, format: Format): string {
  const path = join(temporaryFolder(), nameOf(kind, format))
  const table = tables[kind]
  writeFileSync(
    path,
    format === 'csv'
      ? table
          .map(
            row => `${row.join(',')}
`,
          )
          .join('')
      : workbookOf(table),
  )
  return path
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-same-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function asAdministrator(platform: TestPlatform) {
  const app = createApp(platform)
  const { headers } = await signedInAs(platform, ['administrator'])
  return async (method: 'GET' | 'POST', path: string, body?: Uint8Array) => {
    const response = await app.request(`/api/v1/forces/${testSlug}/imports${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: body as BodyInit,
    })
    expect([path, response.status < 300, response.ok || (await response.text())]).toEqual([path, true, true])
    return response
  }
}

/** The id of the import that there is, to ask for its rejects. */
const importId = (platform: TestPlatform, kind: ImportKind) =>
  inTestForce(platform, async tx => {
    const found = await tx.db.selectFrom('imports').select('id').where('kind', '=', kind).executeTakeFirstOrThrow()
    return found.id
  })

/** Takes the file in; its rejects file, as this way gives it. */
type Way = (platform: TestPlatform, kind: ImportKind, path: string) => Promise<string>
const ways: Readonly<Record<string, Way>> = {
  async page(platform, kind, path) {
    const ask = await asAdministrator(platform)
    const sent = await ask('POST', `/files?fileName=${kind}${path.slice(path.lastIndexOf('.'))}`, readFileSync(path))
    const { id } = (await sent.json()) as { id: string }
    await ask('POST', `/${id}/start`)
    await runJobs(platform, tasksOf(platform))
    return (await ask('GET', `/${id}/rejects.csv`)).text()
  },
  async api(platform, kind, path) {
    const ask = await asAdministrator(platform)
    await ask('POST', `/${kind}?fileName=${kind}${path.slice(path.lastIndexOf('.'))}`, readFileSync(path))
    return (await ask('GET', `/${await importId(platform, kind)}/rejects.csv`)).text()
  },
  async folder(platform, kind, path) {
    const folder = temporaryFolder()
    const place = join(folder, testSlug, kind)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `${kind}${path.slice(path.lastIndexOf('.'))}`), readFileSync(path))
    const seen = nothingSeen()
    const fail = (_: string, error: unknown) => {
      throw error
    }
    await lookIntoFolder(platform, folder, seen, fail)
    await lookIntoFolder(platform, folder, seen, fail)
    const rejects = readdirSync(join(place, 'done')).find(name => name.endsWith('.rejects.csv'))
    return readFileSync(join(place, 'done', rejects ?? 'no rejects file'), 'utf8')
  },
  async command(platform, kind, path) {
    const rejects = join(temporaryFolder(), 'rejects.csv')
    const source = await fileSource(path)
    await importers[kind]({
      platform,
      slug: testSlug,
      actor: tester,
      source,
      profileFiles: true,
      rejects,
      alerts: false,
    })
    return readFileSync(rejects, 'utf8')
  },
}

/** All that the force holds afterwards, but for the notes of who did what, and how the file came. */
const stateOf = (platform: TestPlatform, byWhichProfile: boolean) =>
  comparableState(platform, (table, row) => {
    if (['audit_entries', 'migrations', 'import_profiles'].includes(table)) return undefined
    // These hashes are made with ids, of a unit and of a person.
    if (table === 'postings' || table === 'interviews') return { ...row, row_hash: null }
    if (table !== 'imports') return row
    const { id, kind, status, profile, result, header } = row
    return { id, kind, status, ...(byWhichProfile && { profile }), result, header }
  })

async function taken(
  take: Way,
  kind: ImportKind,
  path: string,
  /** What is done in the force before; then the same may come of it by different profiles. */
  prepare?: (platform: TestPlatform) => Promise<void>,
): Promise<Outcome> {
  const platform = await testForce()
  closeAfterTest(platform)
  await prepare?.(platform)
  if (kind !== 'staff') {
    const source = await fileSource(join(checkout, 'examples', 'staff.csv'))
    await importStaff({ platform, slug: testSlug, actor: tester, source })
  }
  const rejects = await take(platform, kind, path)
  await runJobs(platform, tasksOf(platform)) // what follows from an import is to be the same too
  return { ...(await stateOf(platform, prepare === undefined)), rejects: rejects.replace('\ufeff', '').split('\r\n') }
}

type Outcome = Readonly<Record<string, readonly string[]>>

/** By table, the first rows that only one of the two has. */
function differences(found: Outcome, wanted: Outcome) {
  const onlyIn = (one: Outcome, other: Outcome, table: string) => {
    const others = new Set(other[table])
    return (one[table] ?? []).filter(row => !others.has(row)).slice(0, 2)
  }
  const isSame = (table: string) => JSON.stringify(found[table]) === JSON.stringify(wanted[table])
  const tables = Object.keys({ ...found, ...wanted }).filter(table => !isSame(table))
  return Object.fromEntries(
    tables.map(table => [table, { found: onlyIn(found, wanted, table), wanted: onlyIn(wanted, found, table) }]),
  )
}

/** That the file has what it should show. */
const expected: Readonly<Record<ImportKind, unknown>> = {
  staff: { reasons: { too_many_columns: 1, no_collar_number: 1 } },
  recipients: {
    reasons: { too_many_columns: 1, no_log_number: expect.any(Number) },
    warnings: {
      control_character: 1,
      name_garbled: 1,
      phone_destroyed: expect.any(Number),
      phone_repaired: expect.any(Number),
      header_repeated: 1,
      formula_in_name: expect.any(Number),
      unknown_value: expect.any(Number),
      date_unreadable: expect.any(Number),
    },
  },
  interviews: { created: 2, unchanged: 1, warnings: expect.anything() },
}

const people = csv(
  person('Müller', lastOfMonth),
  person('Ash', { ...lastOfMonth, Opened: '01/08/2011 10:00' }),
  person('Nobody', { ...lastOfMonth, 'Log No': '' }),
)

/** Files with the headings of a profile that are written otherwise, and what the force's own profile with these headings says. */
const oddlyWritten: readonly (readonly [what: string, content: string | Uint8Array, saved: Partial<Profile> | null])[] =
  [
    ['of Windows-1252', latin1(people), null],
    ['with semicolons', people.replaceAll(',', ';'), null],
    ['of UTF-8, where a profile was kept of one in Windows-1252,', people, { encoding: 'windows-1252' }],
    [
      'with commas and the day first, where a profile was kept of one with semicolons and the month first,',
      people,
      { delimiter: ';', dateFormat: 'MM/dd/yyyy HH:mm', dayFormat: 'MM/dd/yyyy' },
    ],
  ]

describe('one file', () => {
  it.each<ImportKind>(['staff', 'recipients', 'interviews'])(
    'of %s has the same result by page, folder, API and command, as CSV and as a workbook',
    async kind => {
      const command = await taken(ways.command as Way, kind, fileOf(kind, 'csv'))
      const imports = command.imports?.map(row => JSON.parse(row)) ?? []
      expect(imports.find(row => row.kind === kind)).toMatchObject({ status: 'done', result: expected[kind] })
      for (const format of ['csv', 'xlsx'] as const)
        for (const [way, take] of Object.entries(ways))
          expect({ format, way, ...differences(await taken(take, kind, fileOf(kind, format)), command) }).toEqual({
            format,
            way,
          })
    },
    180_000,
  )

  it.each(oddlyWritten)(
    '%s has the result of the ordinary one by page, folder, API and command',
    async (_, content, saved) => {
      const keep = (platform: TestPlatform) =>
        inTestForce(platform, async tx => {
          const { profile } = await getProfile(tx, 'recipients', 'cleveland-recipients')
          if (saved) await saveProfile(tx, { name: 'odd', kind: 'recipients', definition: { ...profile, ...saved } })
        })
      const ordinary = await taken(ways.command as Way, 'recipients', written(people), async () => {})
      expect(ordinary.rejects).toHaveLength(3)
      for (const [way, take] of Object.entries(ways)) {
        const found = await taken(take, 'recipients', written(content), keep)
        expect({ way, ...differences(found, ordinary) }).toEqual({ way })
      }
    },
    180_000,
  )
})

function written(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'recipients.csv')
  writeFileSync(path, content)
  return path
}
