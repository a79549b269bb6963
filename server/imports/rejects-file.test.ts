import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importStaff } from '../people/staff-import.ts'
import { importText } from '../testing/import-text.ts'
import { closeAfterTest, inTestForce, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { readRejectsFile } from './rejects-file.ts'

const first = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'
const other = 'Posting End,Posting Start,Supervisor Collar No,Section,District,Email,Surname,Forename,Rank,Collar No'

it('a row with a cell too few or too many stands under the headings that it stood under, and is refused again until it is mended', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const rejects = join(mkdtempSync(join(tmpdir(), 'ringback-')), 'rejects.csv')
  const taken = (text: string) => importText(platform, importStaff, text, { rejects })
  const file = [
    first,
    '1,Inspector,Ida,Top,ida@x.example,North,,,01/01/2009,',
    '2,Sergeant,too short',
    other,
    ',01/01/2009,1,North,sam@x.example,Middle,Sam,Sergeant,2',
    ',01/01/2009,1,,North,con@x.example,Low,Con,Constable,3,too long',
    ',soon,1,,North,nia@x.example,New,Nia,Constable,4',
    first,
    '5,Constable,too short too',
  ]
  const reasons = { too_few_columns: 3, too_many_columns: 1, posting_start_unreadable: 1 }
  expect(await taken(file.join('\n'))).toMatchObject({ created: 1, rejected: 5, reasons })
  const text = readFileSync(rejects, 'utf8')
  const added = 'Reject line,Reject reason'
  expect(text.trimEnd().split('\r\n')).toEqual([
    `\ufeff${added},${first}`,
    '3,too_few_columns,2,Sergeant,too short',
    `${added},${other}`,
    '5,too_few_columns,,01/01/2009,1,North,sam@x.example,Middle,Sam,Sergeant,2',
    '6,too_many_columns,,01/01/2009,1,,North,con@x.example,Low,Con,Constable,3,too long',
    '7,posting_start_unreadable,,soon,1,,North,nia@x.example,New,Nia,Constable,4',
    `${added},${first}`,
    '9,too_few_columns,5,Constable,too short too',
  ])

  const id = await inTestForce(platform, async tx => (await tx.db.selectFrom('imports').select('id').execute())[0]?.id)
  const kept = await Array.fromAsync(await readRejectsFile(platform, testSlug, tester, id ?? ''))
  expect(kept.join('')).toBe(text)

  expect(await taken(text)).toMatchObject({ rows: 5, created: 0, updated: 0, rejected: 5, reasons })
  expect(await taken(text.replace('1,North,sam', '1,,North,sam').replace('3,too long', '3'))).toMatchObject({
    created: 2,
    rejected: 3,
  })
  const staff = await inTestForce(platform, tx =>
    tx.db.selectFrom('staff').select('collar_number').orderBy('collar_number').execute(),
  )
  expect(staff.map(({ collar_number }) => collar_number)).toEqual(['1', '2', '3'])
})
