import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { recipientHeader, recipientLine } from '../server/testing/recipient-file.ts'
import { workbookOf } from '../server/testing/workbook.ts'
import { force } from './demo-server.ts'
import { drop } from './drop.ts'
import { foreignFile, foreignHeadings, foreignRow, inWindows1252 } from './foreign-file.ts'
import { signInAs } from './people.ts'

// Each story goes on from what the one before imported.
test.describe.configure({ mode: 'serial' })

/** A figure of what would happen, or of what came of it. */
const counted = (page: Page, title: string) =>
  page
    .getByRole('region', { name: /^(What would happen|Imported)$/ })
    .getByRole('definition')
    .filter({ has: page.locator(`xpath=preceding-sibling::dt[text()="${title}"]`) })

/** What the page shows is kept before the next thing is said: else two changes could meet. */
const kept = (page: Page) => expect(page.getByText('Keeping what you changed…')).toHaveCount(0)

const rows = 2_000

test('a file in a dialect that no example has is loaded by the page alone, and its mapping is kept', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await drop(page, 'jobs-1.csv', foreignFile({ rows, spoilt: true }))
  const attempt = page.getByRole('button', { name: 'Try it, changing nothing' })
  await expect(page.getByText('2 things the file doesn’t say')).toBeVisible()
  await expect(attempt).toBeDisabled()

  const reported = page.getByRole('group', { name: /come first in "Reported On"/ })
  await expect(reported).toContainText('08/02/2011 is 8 February 2011')
  await reported.getByRole('radio', { name: 'The month first: MM/dd/yyyy' }).check()
  await page
    .getByRole('group', { name: /come first in "Resulted On"/ })
    .getByRole('radio', { name: 'The month first: MM/dd/yyyy' })
    .check()
  await expect(page.getByText('What the file doesn’t say, and you did')).toBeVisible()

  const mapping = page.getByRole('table', { name: 'Which column is what' })
  await expect(mapping.getByRole('row', { name: /^Opened/ })).toContainText('08/02/2011 01:01 → 2 August 2011, 01:01')
  await expect(mapping.getByRole('row', { name: /^Forename/ })).toContainText('Siân')
  const handler = mapping.getByRole('row', { name: /^Call handler/ })
  await expect(handler.getByLabel('Column for Call handler')).toHaveValue('')
  await handler.getByLabel('Column for Call handler').selectOption('Answered By')
  await expect(handler).toContainText('0057')
  const grade = mapping.getByRole('row', { name: /^Grade/ })
  await expect(grade).toContainText('1 of 4 values known')
  await grade.getByLabel('Blue light').selectOption('Emergency')
  await grade.getByLabel('Within the hour').selectOption('Priority')
  await grade.getByLabel('Advice given').selectOption('No attendance')
  await expect(grade).toContainText('4 of 4 values known')
  await page.getByLabel('Lines that are no row').fill('^Jobs listed')
  await page.getByLabel('Lines that are no row').blur()
  await kept(page)

  await attempt.click()
  const trial = page.getByRole('region', { name: 'What would happen' })
  await expect(trial).toBeVisible()
  await expect(counted(page, 'Rows')).toHaveText('2,003')
  await expect(counted(page, 'Created')).toHaveText('2,001')
  await expect(trial).toContainText('Domestic abuse')
  await expect(
    trial.getByRole('row', { name: /^2,002 No log number, or a destroyed one Give the incident’s log number/ }),
  ).toBeVisible()
  await expect(trial.getByRole('row', { name: /^2,003 Too few cells/ })).toBeVisible()
  await expect(trial).toContainText('A number that a spreadsheet destroyed')

  await page.getByLabel('Name of the profile').fill('jobs')
  await page.getByRole('button', { name: 'Keep as a profile' }).click()
  await expect(page.getByText('the next file with these headings needs nothing')).toBeVisible()
  await expect(trial, 'a name for the mapping changes nothing of it').toBeVisible()

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible()
  await page.getByRole('link', { name: 'Imports', exact: true }).click()
  const line = page.getByRole('row', { name: /jobs-1\.csv/ })
  await expect(line).toContainText('Imported')
  await expect(line).toContainText('2,001 created, 2 rejected')
  await expect(line).toContainText('by hand, Ada Administrator')
  await line.getByRole('link').click()
  await expect(counted(page, 'Created')).toHaveText('2,001')

  await page.getByRole('link', { name: 'Recipients' }).click()
  await page.getByLabel('Name, telephone number or log number').fill('JOB-000002')
  await page.keyboard.press('Enter')
  const person = page.getByRole('row', { name: /^Ms Siân Peña/ })
  await expect(person).toContainText('3 August 2011')
  await person.getByRole('link').click()
  await page.getByRole('link', { name: 'Incidents 1' }).click()
  await expect(page.getByRole('main')).toContainText('Hartlepool Central · Scheduled')
  await expect(page.getByRole('main')).toContainText('3 August 2011 at 02:02')
})

test('rows that were refused are taken away, mended and imported by themselves', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/imports`)
  await page.getByRole('link', { name: 'jobs-1.csv' }).click()
  await expect(page.getByText('2 rows rejected')).toBeVisible()
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Rejects file (CSV)' }).click()
  const file = readFileSync(await (await waiting).path(), 'utf8')
  const [heading = [], ...refused] = parse(file, { bom: true, relax_column_count: true })
  expect(heading).toEqual(['Reject line', 'Reject reason', ...foreignHeadings.split(';')])
  expect(refused.map(([line, reason]) => [line, reason])).toEqual([
    ['2002', 'no_log_number'],
    ['2003', 'too_few_columns'],
  ])
  const mended = refused.map(([line, reason], at) => [line, reason, ...foreignRow(rows + 1 + at).split(';')])
  await drop(page, 'jobs-1-mended.csv', Buffer.from([heading, ...mended].map(cells => cells.join(',')).join('\r\n')))
  await expect(page.getByLabel('Column for Call handler'), 'read as the file it came from').toHaveValue('Answered By')
  await expect(page.getByText('the file doesn’t say')).toHaveCount(0)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(counted(page, 'Created')).toHaveText('2')
  await expect(counted(page, 'Rejected')).toHaveText('0')
})

test('the next file of the system goes through by its profile, and is undone', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await drop(page, 'jobs-2.csv', foreignFile({ rows: 40, from: 5_001 }))
  await expect(page.getByLabel('Profile', { exact: true })).toHaveValue('jobs')
  await expect(page.getByText('the file doesn’t say')).toHaveCount(0)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(counted(page, 'Created')).toHaveText('40')

  await page.getByRole('button', { name: 'Undo this import' }).click()
  const asked = page.getByRole('dialog', { name: 'Undo this import?' })
  await expect(asked).toContainText('What 40 rows made is taken away again.')
  await asked.getByRole('button', { name: 'Undo it' }).click()
  await expect(page.getByRole('heading', { name: 'Undone: as if it had never come' })).toBeVisible()
  await page.goto(`/f/${force}/recipients`)
  await page.getByLabel('Name, telephone number or log number').fill('JOB-005001')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Nobody is found for “JOB-005001”' })).toBeVisible()
})

test('an import goes on without its page, which shows how far it is when it is seen again', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await drop(page, 'jobs-3.csv', foreignFile({ rows: 12_000, from: 20_001 }))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const bar = page.getByRole('progressbar', { name: 'Importing' })
  await expect(bar).toBeVisible()
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible()
  await page.getByRole('link', { name: 'Imports', exact: true }).click()
  await page.getByRole('link', { name: 'jobs-3.csv' }).click()
  const isHalfWay = async () => {
    const percent = Number(await bar.evaluateAll(([one]) => one?.getAttribute('value')))
    return percent > 0 && percent < 100
  }
  await expect.poll(isHalfWay, { intervals: [100] }).toBe(true)
  await expect(counted(page, 'Created')).toHaveText('12,000')
  await expect(bar).toHaveCount(0)

  // So many people more would be in the way of the stories that follow.
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Undo it' }).click()
  const undone = page.getByRole('heading', { name: 'Undone: as if it had never come' })
  await expect(undone).toBeVisible()
})

test('a workbook that is dropped on the page is tried and imported', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/imports`)
  await expect(page.getByRole('heading', { name: 'Drop a file here' })).toBeVisible()
  const [opened, closed] = [40_775.4375, 40_775.5].map(number => ({ number, format: 'dd/mm/yyyy hh:mm' }))
  const rowOf = (surname: string, at: number) =>
    recipientLine({ log: `XL-00000${at}`, opened: 'opened', closed: 'closed', surname, phone1: `07700 90066${at}` })
      .split(',')
      .map(cell => (cell === 'opened' ? opened : cell === 'closed' ? closed : cell) ?? null)
  const rows = [recipientHeader.split(','), ...['Sheetsworth', 'Cellman', 'Rowley'].map(rowOf)]
  const content = workbookOf({ sheets: [{ name: 'August', rows }] })
  const dropped = await page.evaluateHandle(base64 => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.fromBase64(base64)], 'august.xlsx'))
    return transfer
  }, Buffer.from(content).toString('base64'))
  for (const event of ['dragover', 'drop']) await page.dispatchEvent('body', event, { dataTransfer: dropped })
  await expect(page.getByRole('heading', { level: 1, name: 'august.xlsx' })).toBeVisible()
  await expect(page.getByText('the file doesn’t say')).toHaveCount(0)
  await expect(page.getByLabel('Sheet')).toHaveValue('August')
  await page.getByRole('button', { name: 'Try it, changing nothing' }).click()
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible()
  await expect(counted(page, 'Created')).toHaveText('3')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Imported' })).toBeVisible()
  await expect(counted(page, 'Created')).toHaveText('3')
  await page.getByRole('link', { name: 'Recipients' }).click()
  await page.getByLabel('Name, telephone number or log number').fill('Ann Sheetsworth')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Ann Sheetsworth' }).click()
  await page.getByRole('link', { name: 'Incidents 1' }).click()
  await expect(page.getByRole('main')).toContainText('20 August 2011 at 10:30')
})

test('an import on which somebody has acted is not undone, and says why', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/recipients`)
  await page.getByLabel('Name, telephone number or log number').fill('JOB-000004')
  await page.keyboard.press('Enter')
  await page
    .getByRole('row', { name: /Tom Clarke/ })
    .getByRole('link')
    .click()
  await page.getByRole('button', { name: 'Keep from being rung' }).click()
  await page.getByLabel('Why').selectOption('They asked not to be rung')
  await page.getByRole('button', { name: 'Don’t ring them for surveys' }).click()
  await expect(page.getByRole('heading', { name: 'Not to be rung' })).toBeVisible()
  await page.goto(`/f/${force}/imports`)
  await page.getByRole('link', { name: 'jobs-1.csv' }).click()
  await expect(
    page.getByText('It can’t be undone. Somebody from this file has been kept from calls since.'),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo this import' })).toHaveCount(0)
})

test('a broken file says what is wrong, where, and the mend, and nothing of it is taken in', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/imports`)
  const refused = async (name: string, buffer: Buffer, words: RegExp) => {
    await page.getByLabel('File to import').setInputFiles({ name, mimeType: 'text/csv', buffer })
    await expect(page.getByRole('alert')).toContainText(words)
  }
  await refused('photo.csv', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), /is a picture.*save it as CSV/)
  await refused('empty.csv', Buffer.from(''), /no header row: export it again/)
  const cut = inWindows1252(`${foreignHeadings}\r\n${foreignRow(1)}\r\n"JOB-000002;never closed`)
  await refused('cut.csv', cut, /cut\.csv, line 3: a quotation mark opens here and is not closed\. Mend/)
  await expect(page.getByRole('row', { name: /cut\.csv/ })).toHaveCount(0)

  const cutLate = Buffer.concat([foreignFile({ rows: 6_000, from: 10_001 }), Buffer.from('"JOB-1;never closed')])
  await drop(page, 'cut-late.csv', cutLate)
  await expect(page.getByLabel('Profile', { exact: true })).toHaveValue('jobs')
  await page.getByRole('button', { name: 'Try it, changing nothing' }).click()
  const stopped = page.getByRole('region', { name: 'The trial stopped' })
  await expect(stopped).toContainText('cut-late.csv, line 6003: a quotation mark opens here')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('region', { name: 'It failed' })).toContainText('Nothing of it was taken in.')
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Discard it' }).click()
  await expect(page.getByRole('row', { name: /cut-late\.csv/ })).toHaveCount(0)
})

test('the list shows what is chosen, and the address keeps it', async ({ page }) => {
  await signInAs(page, 'Analyst')
  await page.goto(`/f/${force}/imports`)
  await expect(page.getByLabel('File to import'), 'an analyst reads only').toHaveCount(0)
  const files = page.getByRole('table', { name: 'Imports' }).getByRole('rowheader')
  await page.getByLabel('State').selectOption('Undone')
  await expect(files).toHaveText(['jobs-3.csv', 'jobs-2.csv'])
  await page.getByLabel('State').selectOption('Any')
  await page.getByLabel('From where').selectOption('By command')
  await page.getByLabel('What').selectOption('Staff')
  await expect(files).toHaveText(['staff.csv'])
  await expect(page).toHaveURL(/origin=command/)
  await page.reload()
  await expect(files).toHaveText(['staff.csv'])
  await page.getByLabel('By whom').selectOption('Ada Administrator')
  await expect(page.getByRole('heading', { name: 'No import fits these filters' })).toBeVisible()
  await page.getByRole('link', { name: 'Show every import' }).click()
  await expect(files.filter({ hasText: 'jobs-1.csv' })).toBeVisible()
})

test('an import that a later one changed names it and leads to it, and is undone once that one is', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  const file = foreignFile({ rows: 12, from: 40_001 })
  const changed = Buffer.from(file.toString('latin1').replaceAll(';Yes;', ';No;'), 'latin1')
  for (const [name, buffer, count] of [
    ['jobs-4.csv', file, 'Created'],
    ['jobs-4-again.csv', changed, 'Updated'],
  ] as const) {
    await drop(page, name, buffer)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(counted(page, count)).not.toHaveText('0')
  }
  const undo = page.getByRole('button', { name: 'Undo this import' })
  const undone = page.getByRole('heading', { name: 'Undone: as if it had never come' })
  await page.getByRole('link', { name: '← All imports' }).click()
  await page.getByRole('link', { name: 'jobs-4.csv' }).click()
  const why = page.getByRole('region', { name: 'Undo' })
  await expect(why).toContainText(
    /It can’t be undone\. A later import has changed what this file brought: undo jobs-4-again\.csv \(taken in on 1 September 2011 at \d\d:\d\d\) first\./,
  )
  await expect(undo).toHaveCount(0)
  await why.getByRole('link', { name: /^jobs-4-again\.csv/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'jobs-4-again.csv' })).toBeVisible()
  await undo.click()
  await page.getByRole('button', { name: 'Undo it' }).click()
  await expect(undone).toBeVisible()
  await page.goBack()
  await undo.click()
  await page.getByRole('button', { name: 'Undo it' }).click()
  await expect(undone).toBeVisible()
})

test('an import that failed half-way is undone too, also when it is to be read anew', async ({ page }) => {
  await signInAs(page, 'Administrator')
  // Of no pattern, so that it can't be packed, and longer than what can be looked up by.
  const reference = Array.from({ length: 20_000 }, (_, at) => ((at * 7919) % 9973).toString(36)).join('')
  const file = foreignFile({ rows: 4_500, from: 50_001 }).toString('latin1').replace('JOB-054500', reference)
  await drop(page, 'jobs-5.csv', Buffer.from(file, 'latin1'))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const failed = page.getByRole('region', { name: 'It failed' })
  await expect(failed).toContainText(/rows before that are taken in, and stay\./)
  await expect(failed.getByRole('button', { name: 'Undo this import' })).toBeVisible()
  await page
    .getByRole('row', { name: /^Grade/ })
    .getByLabel('Blue light')
    .selectOption('Priority')
  const before = page.getByRole('region', { name: 'Started before' })
  await expect(before).toContainText('4,000 rows were taken in before it failed, and stay.')
  await before.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Undo it' }).click()
  await expect(page.getByRole('heading', { name: 'Undone: as if it had never come' })).toBeVisible()
})
