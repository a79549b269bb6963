import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importStaff } from '../people/staff-import.ts'
import { importFile, importText } from '../testing/import-text.ts'
import {
  recipientFile as file,
  recipientHeader as header,
  recipientLine as line,
  type RecipientCells,
} from '../testing/recipient-file.ts'
import { closeAfterTest, inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { importRecipients } from './import.ts'

const expected = JSON.parse(readFileSync('examples/expected.json', 'utf8'))
const { defects } = expected
const example = 'examples/service-recipients.csv'
const brokenRows = 1 // its five cells are not among expected.json's data rows

describe('the example recipients', () => {
  let platform: TestPlatform
  const rejects = join(mkdtempSync(join(tmpdir(), 'rejects-')), 'rejects.csv')
  beforeAll(async () => {
    platform = await testForce()
    await importFile(platform, importStaff, 'examples/staff.csv')
  })
  afterAll(() => platform.close())

  const rejected = defects.no_log_number + brokenRows
  const rows = expected.data_rows + brokenRows
  const reasons = { no_log_number: defects.no_log_number, too_few_columns: brokenRows }

  it('say the same in a dry run, which changes nothing', async () => {
    const dry = await importFile(platform, importRecipients, example, { dryRun: true })
    expect(dry).toMatchObject({
      rows,
      created: rows - rejected - defects.exact_duplicate,
      unchanged: defects.exact_duplicate,
    })
    const left = await inTestForce(platform, async tx => [
      ...(await tx.db.selectFrom('services').select('id').execute()),
      ...(await tx.db.selectFrom('imports').select('id').where('kind', '=', 'recipients').execute()),
    ])
    expect(left).toEqual([])
  })

  it('are imported but for the rows without a log number and the broken one, each defect with its warning', async () => {
    const result = await importFile(platform, importRecipients, example, { rejects })
    const { phone_repaired, phone_destroyed, ...warnings } = result.warnings
    expect(result).toMatchObject({
      rows,
      created: rows - rejected - defects.exact_duplicate,
      updated: 0,
      unchanged: defects.exact_duplicate,
      rejected,
      blank: 1,
      reasons,
    })
    // A comma in a name, a second recipient on a log and a person who comes again are no defects to warn of.
    expect(warnings).toEqual({
      clock_change: defects.clock_change,
      closed_before_opened: defects.closed_before_opened,
      formula_in_name: defects.formula_in_name,
      no_name: defects.no_name,
      phone_extension: defects.phone_extension,
      phone_two_in_field: defects.phone_two_in_field,
      phone_unusable: defects.phone_unusable,
      still_open: defects.still_open,
      unknown_officer: defects.unknown_officer,
    })
    // expected.json doesn't count these: rows with a number of 10 digits without its 0, or 12 without its +.
    expect(phone_repaired).toBe(rowsWithALostDigit())
    expect(phone_destroyed).toBe(rowsWith(/E\+11,/))
  })

  it('make one service a row, one incident a log number, one person for who comes again', async () => {
    const found = await inTestForce(platform, async tx => ({
      services: await tx.db.selectFrom('services').select(['recipient_id', 'incident_id']).execute(),
      people: await tx.db.selectFrom('recipients').select('id').execute(),
      incidents: await tx.db.selectFrom('incidents').select('id').execute(),
    }))
    const services = expected.data_rows - defects.no_log_number - defects.exact_duplicate
    expect(found.services).toHaveLength(services)
    expect(found.incidents).toHaveLength(services - defects.second_recipient_on_log)
    // expected.json's repeats, and Callum Hall, whose name and birth date stand on two other logs.
    expect(found.people).toHaveLength(services - defects.repeat_recipient - 1)
  })

  it('change nothing when they are imported again', async () => {
    expect(await importFile(platform, importRecipients, example)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: rows - rejected,
      rejected,
      reasons,
    })
  })

  it('leave a rejects file that is rejected again, row for row, until it is mended', async () => {
    const text = readFileSync(rejects, 'utf8')
    expect(text.split('\r\n')[0]).toBe(`\ufeffReject line,Reject reason,${header}`)
    expect(text).toContain('\r\n904,too_few_columns,BROKEN,row,with,too,few\r\n')
    expect(await importFile(platform, importRecipients, rejects)).toMatchObject({ rows: rejected, rejected, reasons })
    const mended = text.replace(/,no_log_number,,/g, ',no_log_number,NEW-1,')
    expect(await importText(platform, importRecipients, mended)).toMatchObject({
      created: defects.no_log_number,
      rejected: brokenRows,
    })
  })

  it('keep personal data sealed', async () => {
    const { rows: found } = await platform.database.pool.query(
      `select encode(forename_sealed || surname_sealed, 'escape') as text from force_testshire.recipients where forename_sealed is not null`,
    )
    expect(found.filter(row => /Hannah|Parkinson/.test(row.text))).toEqual([])
  })
})

const rowsWithALostDigit = () => rowsWith(/,(?:[1-9]\d{9}|44\d{10})(?:,|$)/)

function rowsWith(pattern: RegExp): number {
  return readFileSync(example, 'utf8')
    .split('\r\n')
    .filter(text => !text.startsWith(',') && pattern.test(text.slice(text.indexOf('/')))).length
}

describe('a person', () => {
  const peopleOf = async (...rows: string[]) => {
    const platform = await testForce()
    closeAfterTest(platform)
    const result = await importText(platform, importRecipients, file(...rows))
    return {
      platform,
      result,
      people: await inTestForce(platform, tx => tx.db.selectFrom('recipients').selectAll().execute()),
    }
  }

  it.each([
    [
      'the same by name and birth date, however spelled',
      [{ born: '01/02/1950' }, { log: '2', forename: 'ANN ', born: '01/02/1950' }],
      1,
    ],
    [
      'the same by name and a number in common',
      [{ phone1: '01632 960001' }, { log: '2', born: '01/02/1950', phone2: '+441632960001' }],
      1,
    ],
    ['not the same by name alone', [{}, { log: '2' }], 2],
    [
      'not the same by a number alone',
      [{ phone1: '01632960001' }, { log: '2', forename: 'Bob', phone1: '01632960001' }],
      2,
    ],
    ['not the same because both withheld their number', [{ phone1: 'withheld' }, { log: '2', phone1: 'withheld' }], 2],
    [
      'without a name not the same as another without a name',
      [
        { forename: '', surname: '', phone1: '01632960001' },
        { log: '2', forename: '', surname: '', phone1: '01632960001' },
      ],
      2,
    ],
  ] satisfies [string, RecipientCells[], number][])('is %s', async (_, rows, people) => {
    expect((await peopleOf(...rows.map(line))).people).toHaveLength(people)
  })

  it('who may be rung on the mobile only has other numbers marked unsafe, also those that come later', async () => {
    const { platform } = await peopleOf(
      line({
        born: '01/02/1950',
        phone1: '01632960001',
        phone2: '07700900001',
        markers: 'SAFE CONTACT ONLY - MOBILE AFTER 6PM',
      }),
    )
    await importText(platform, importRecipients, file(line({ log: '2', born: '01/02/1950', phone1: '01632960002' })))
    const found = await inTestForce(platform, async tx => {
      const rows = await tx.db.selectFrom('recipient_numbers').select(['number_sealed', 'safe']).execute()
      const person = await tx.db.selectFrom('recipients').select('needs').executeTakeFirstOrThrow()
      return {
        needs: person.needs,
        safe: rows.filter(row => row.safe).map(row => tx.seal.unseal('recipient_numbers.number', row.number_sealed)),
      }
    })
    expect(found).toEqual({ needs: ['after_18:00', 'mobile_only'], safe: ['+447700900001'] })
  })

  it('is kept from being rung by category, by marker and by age', async () => {
    const { platform } = await peopleOf(
      line({ code: 'D01', born: '02/08/1995', markers: 'DO NOT CONTACT;POLICE OFFICER' }),
    )
    const [service] = await inTestForce(platform, tx => tx.db.selectFrom('services').selectAll().execute())
    expect(service?.exclusions).toEqual(['do_not_contact', 'domestic_abuse', 'police_officer', 'under_16'])
  })
})

/** Of no pattern, so that it can't be packed. */
const longerThanAnIndexTakes = Array.from({ length: 20_000 }, (_, at) => ((at * 7919) % 9973).toString(36)).join('')

describe('importing', () => {
  it('counts two rows that differ about one service as made and changed; the last counts, also the second time', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const content = file(line({ born: '01/02/1950', title: 'Mr' }), line({ born: '01/02/1950', title: 'Dr' }))
    expect(await importText(platform, importRecipients, content)).toMatchObject({ created: 1, updated: 1 })
    expect(await importText(platform, importRecipients, content)).toMatchObject({ unchanged: 2 })
  })

  it('keeps the batches before a fault, and completes the file when it is imported again', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const rows = Array.from({ length: 2500 }, (_, n) => line({ log: `L${n}`, forename: `Name${n}` }))
    const faulty = file(...rows.slice(0, 2200), line({ log: longerThanAnIndexTakes }))
    await expect(importText(platform, importRecipients, faulty, { batchRows: 1000 })).rejects.toMatchObject({
      code: 'import_rows_unstorable',
      details: { file: 'test.csv', fromLine: 2002, toLine: 2202 },
    })
    const imports = await inTestForce(platform, tx =>
      tx.db.selectFrom('imports').select(['status', 'result']).execute(),
    )
    expect(imports).toEqual([{ status: 'failed', result: expect.objectContaining({ created: 2000 }) }])
    const audited = await inTestForce(platform, tx =>
      tx.db.selectFrom('audit_entries').select('details').where('action', '=', 'imports.failed').execute(),
    )
    expect(audited).toEqual([{ details: expect.objectContaining({ file: 'test.csv', created: 2000 }) }])
    expect(await importText(platform, importRecipients, file(...rows))).toMatchObject({ created: 500, unchanged: 2000 })
  })

  it('of a file that breaks off takes nothing in, and says where', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const rows = Array.from({ length: 2500 }, (_, n) => line({ log: `L${n}`, forename: `Name${n}` }))
    const broken = file(...rows, `L2500,"a quotation mark that nobody closes`)
    await expect(importText(platform, importRecipients, broken)).rejects.toMatchObject({
      code: 'import_csv_broken',
      details: { file: 'test.csv', line: 2502 },
    })
    const services = await inTestForce(platform, tx => tx.db.selectFrom('services').select('id').execute())
    expect(services).toEqual([])
  })

  it('refuses a cell that the database cannot keep by its lines, and fails without a fault of ours', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const content = file(line({ log: 'A' }), line({ log: longerThanAnIndexTakes }))
    await expect(importText(platform, importRecipients, content)).rejects.toMatchObject({
      code: 'import_rows_unstorable',
      details: { fromLine: 2, toLine: 3 },
    })
    const imports = await inTestForce(platform, tx => tx.db.selectFrom('imports').select('status').execute())
    expect(imports).toEqual([{ status: 'failed' }])
  })

  it('warns of a date in a year that cannot be, and keeps the row', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const content = file(line({ opened: '01/08/0011 10:00' }), line({ log: '2', born: '01/01/0000' }))
    expect(await importText(platform, importRecipients, content)).toMatchObject({
      created: 2,
      warnings: { date_unreadable: 2 },
    })
  })

  it('by three at once makes nothing double', async () => {
    const platform = await testForce()
    closeAfterTest(platform)
    const content = file(...Array.from({ length: 1500 }, (_, n) => line({ log: `L${n}`, forename: `Name${n}` })))
    const results = await Promise.all([1, 2, 3].map(() => importText(platform, importRecipients, content)))
    expect(results.reduce((sum, result) => sum + result.created, 0)).toBe(1500)
  })
})
