import { expect, type JSHandle, type Page, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { discard, drop } from './drop.ts'
import { signInAs } from './people.ts'

// The second story goes on from what the first imported.
test.describe.configure({ mode: 'serial' })

/** Of no system that a profile knows. Nobody is rung for it: nothing in it is closed. */
const headings = ['Event Ref', 'Created On', 'Nature', 'Given Name', 'Family Name', 'Mobile', 'Arté']
const events = [
  ['EV-1', '30/08/2011 10:00', 'Noise', 'Zoë', 'Müller-Ash', '07700 900811', 'Bruit'],
  ['EV-2', '30/08/2011 11:00', 'Traffic', 'José', 'Peña-Elm', '07700 900812', 'Décès'],
  ['EV-3', '31/08/2011 12:00', 'Burglary', 'Siân', 'Björk-Oak', '07700 900813', 'Vol'],
]
const printed = (delimiter: string, rows: typeof events) =>
  [headings, ...rows].map(cells => `${cells.join(delimiter)}\r\n`).join('')

/** What somebody holds who drops a file, or pastes rows. */
const held = (page: Page, { name, text }: { name?: string; text: string }): Promise<JSHandle<DataTransfer>> =>
  page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer()
      if (fileName === undefined) transfer.setData('text/plain', content)
      else transfer.items.add(new File([content], fileName, { type: 'text/csv' }))
      return transfer
    },
    [name, text] as const,
  )

const counted = (page: Page, title: string) =>
  page
    .getByRole('region', { name: /^(What would happen|Imported)$/ })
    .getByRole('definition')
    .filter({ has: page.locator(`xpath=preceding-sibling::dt[text()="${title}"]`) })

test('a file that is dropped has its delimiter and encoding chosen wrongly, and put right', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/imports`)
  await expect(page.getByRole('heading', { name: 'Drop a file here' })).toBeVisible()
  const dataTransfer = await held(page, { name: 'events.csv', text: printed(';', events) })
  await page.dispatchEvent('body', 'dragover', { dataTransfer })
  await expect(page.getByRole('heading', { name: 'Let go, and it is looked at' })).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer })
  await expect(page.getByRole('heading', { level: 1, name: 'events.csv' })).toBeVisible()

  const firstRows = page.getByRole('region', { name: 'The first rows, as they stand' })
  const attempt = page.getByRole('button', { name: 'Try it, changing nothing' })
  await expect(firstRows).toContainText('3 rows, 7 columns')
  await expect(attempt).toBeEnabled()

  await page.getByLabel('Cells parted by').selectOption('Comma ,')
  await expect(firstRows).toContainText('3 rows, 1 column')
  await expect(page.getByText('columns that this file hasn’t, “Event Ref” among them')).toBeVisible()
  await expect(attempt).toBeDisabled()
  await page.getByLabel('Cells parted by').selectOption('Semicolon ;')
  await expect(firstRows).toContainText('3 rows, 7 columns')
  await expect(attempt).toBeEnabled()

  const category = page.getByRole('row', { name: /^Category code/ })
  await page.getByLabel('Column for Category code').selectOption('Arté')
  await category.getByLabel('Décès').selectOption('Not rung: sudden death')
  await expect(category).toContainText('3 codes, 1 of them not rung')

  await page.getByLabel('Letters (encoding)').selectOption('Windows-1252')
  await expect(firstRows).toContainText('MÃ¼ller-Ash')
  await expect(page.getByText(/which is "Zoë" read in the wrong encoding\. Read the file as UTF-8\./)).toBeVisible()
  await expect(page.getByLabel('Column for Category code')).toHaveValue('ArtÃ©')
  await expect(category.getByLabel('DÃ©cÃ¨s')).toHaveValue('sudden_death')
  await page.getByLabel('Letters (encoding)').selectOption('UTF-8')
  await expect(firstRows).toContainText('Müller-Ash')
  await expect(page.getByText('read in the wrong encoding')).toHaveCount(0)
  await expect(category.getByLabel('Décès')).toHaveValue('sudden_death')
  await expect(category).toContainText('3 codes, 1 of them not rung')

  await page.getByLabel('Column for Category code').selectOption('No column')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(counted(page, 'Created')).toHaveText('3')
  await page.goto(`/f/${force}/recipients`)
  await page.getByLabel('Name, telephone number or log number').fill('EV-1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /Zoë Müller-Ash/ })).toBeVisible()
})

test('rows that are pasted are tried, and what changed is told from what did not', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/imports`)
  await expect(page.getByRole('heading', { name: 'Drop a file here' })).toBeVisible()
  const [first = [], ...others] = events
  const changed = first.with(2, 'Criminal damage')
  const clipboardData = await held(page, { text: printed('\t', [changed, ...others]) })
  await page.evaluate(
    data => document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })),
    clipboardData,
  )
  await expect(page.getByRole('heading', { level: 1, name: 'pasted-rows.txt' })).toBeVisible()
  await page.getByRole('button', { name: 'Try it, changing nothing' }).click()
  await expect(counted(page, 'Rows')).toHaveText('3')
  await expect(counted(page, 'Created')).toHaveText('0')
  await expect(counted(page, 'Updated')).toHaveText('1')
  await expect(counted(page, 'Unchanged')).toHaveText('2')
  await discard(page, 'pasted-rows.txt')
})

test('a column that is chosen by hand is read as it looks, and another one in its place too', async ({ page }) => {
  await signInAs(page, 'Administrator')
  const content = [
    'Event Ref;Stamp A;Stamp B;How fast;How bad;Family Name;Mobile',
    'EV-8;08/30/2011 10:00;30/08/2011 11:00;Immediate;1;Ash;07700 900818',
    'EV-9;08/31/2011 10:00;31/08/2011 12:00;Routine;3;Elm;07700 900819',
  ].join('\n')
  await drop(page, 'stamps.csv', content)
  const mapping = page.getByRole('table', { name: 'Which column is what' })
  const [opened, grade] = [mapping.getByRole('row', { name: /^Opened/ }), mapping.getByRole('row', { name: /^Grade/ })]
  await opened.getByLabel('Column for Opened').selectOption('Stamp A')
  await expect(opened).toContainText('08/30/2011 10:00 → 30 August 2011, 10:00')
  await opened.getByLabel('Column for Opened').selectOption('Stamp B')
  await expect(opened).toContainText('30/08/2011 11:00 → 30 August 2011, 11:00')
  await grade.getByLabel('Column for Grade').selectOption('How fast')
  await expect(grade.getByLabel('Immediate')).toHaveValue('emergency')
  await grade.getByLabel('Column for Grade').selectOption('How bad')
  await expect(grade.getByLabel('3', { exact: true })).toHaveValue('scheduled')

  await discard(page, 'stamps.csv')
})

test('a date format and a delimiter that are not offered are typed', async ({ page }) => {
  await signInAs(page, 'Administrator')
  const content = [
    'Event Ref@Raised@Done@Family Name@Mobile',
    'EV-5@20110830100500@11-08-30@Ash@07700 900815',
    'EV-6@20110831110500@11-08-31@Elm@07700 900816',
  ].join('\n')
  await drop(page, 'odd-dates.csv', content)
  await page.getByLabel('Cells parted by').selectOption('Another…')
  await page.getByLabel('Cells parted by: another').fill('\\x40')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'The first rows, as they stand' })).toContainText('2 rows, 5 columns')
  await expect(page.getByLabel('Cells parted by')).toHaveValue('@')
  await expect(page.getByLabel('Cells parted by')).toBeFocused()
  const reference = page.getByLabel('Column for Log number')
  if ((await reference.inputValue()) === '') await reference.selectOption('Event Ref')

  const opened = page.getByRole('row', { name: /^Opened/ })
  const format = opened.getByLabel('How Opened is written', { exact: true })
  await opened.getByLabel('Column for Opened').selectOption('Raised')
  await expect(format.locator('option:checked')).toHaveText('Not known: left empty')
  await format.selectOption('Another…')
  const typed = opened.getByLabel('How Opened is written: another')
  await expect(typed).toBeFocused()
  await typed.fill('yyyyMMdd')
  await expect(opened).toContainText('20110830100500 → not a date in this format')
  await page.keyboard.press('Escape')
  await expect(format.locator('option:checked')).toHaveText('Not known: left empty')
  await format.selectOption('Another…')
  await typed.fill('yyyyMMddHHmmss')
  await expect(opened).toContainText('20110830100500 → 30 August 2011, 10:05')
  await page.keyboard.press('Enter')
  await expect(typed).toHaveCount(0)
  await expect(format).toHaveValue('yyyyMMddHHmmss')

  const closed = page.getByRole('row', { name: /^Closed/ })
  await closed.getByLabel('Column for Closed').selectOption('Done')
  await expect(page.getByText('Neither? Choose “Another…” beside the column below')).toBeVisible()
  await closed.getByLabel('How Closed is written', { exact: true }).selectOption('Another…')
  await closed.getByLabel('How Closed is written: another').fill('yy-MM')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('"yy-MM" lacks dd')
  await closed.getByLabel('How Closed is written', { exact: true }).selectOption('Another…')
  await closed.getByLabel('How Closed is written: another').fill('yy-MM-dd')
  await page.keyboard.press('Enter')
  await expect(closed).toContainText('11-08-30 → 30 August 2011')
  await expect(page.getByText('What the file doesn’t say, and you did')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('button', { name: 'Try it, changing nothing' }).click()
  await expect(counted(page, 'Created')).toHaveText('2')
  await expect(page.getByText('A date that can’t be read')).toHaveCount(0)
  await discard(page, 'odd-dates.csv')
})

test('columns are found anew where none of those that were named is there any more', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await drop(page, 'two-heads.csv', 'Event Ref;Family Name;Mobile\nJob No;Surname;Telephone\nEV-7;Ash;07700 900817\n')
  const reference = page.getByLabel('Column for Log number')
  const anew = page.getByRole('button', { name: 'Find the columns anew' })
  await expect(reference).toHaveValue('Event Ref')
  await expect(anew).toHaveCount(0)
  await page.getByLabel('Headings on line').selectOption('2')
  await expect(page.getByText('None of the columns that are named below is in the file')).toBeVisible()
  await anew.click()
  await expect(reference).toHaveValue('Job No')
  await expect(page.getByLabel('Column for Telephone')).toHaveValue('Telephone')
  await expect(anew).toHaveCount(0)
  await discard(page, 'two-heads.csv')
})

test('a marker is known by its heading before anybody has it, and rows by their lines', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await drop(page, 'no-flags.csv', 'Event Ref;Family Name;Mobile;Do not contact\n\nEV-4;Ash;07700 900814;\n')
  const markers = page.getByRole('row', { name: /^Markers/ })
  await expect(markers.getByLabel('Column for Markers')).toHaveValue('Do not contact')
  await markers.getByText('1 marker').click()
  await expect(markers.getByLabel('Do not contact', { exact: true })).toHaveValue('do_not_contact')
  await expect(page.getByRole('row', { name: '3 EV-4 Ash' })).toBeVisible()
  await discard(page, 'no-flags.csv')
})

test('who is not to be contacted stands in a column of its own, and officers in several', async ({ page }) => {
  await signInAs(page, 'Administrator')
  const content = [
    'Event Ref;Closed;Officer 1;Officer 2;Family Name;Mobile;Flags;Do Not Contact;OK to survey;Prefers texts',
    'EV-21;30/08/2011 10:00;0206;0246;Ash;07700 900821;;N;Y;Y',
    'EV-22;31/08/2011 10:00;0206;;Elm;07700 900822;VIP;Y;Y;N',
    'EV-23;31/08/2011 11:00;0206;;Oak;07700 900823;;N;N;N',
  ].join('\n')
  await drop(page, 'flags.csv', content)
  const mapping = page.getByRole('table', { name: 'Which column is what' })
  const markers = mapping.getByRole('row', { name: /^Markers/ })
  await expect(mapping.getByLabel('Column 2 for Attending officers')).toHaveValue('Officer 2')
  await expect(markers.getByLabel('Column 2 for Markers')).toHaveValue('Do Not Contact')
  await expect(markers.getByLabel('Do Not Contact', { exact: true })).toHaveValue('do_not_contact')
  await expect(markers.getByLabel('Column 3 for Markers')).toHaveValue('OK to survey')
  await expect(markers.getByLabel('OK to survey: no', { exact: true })).toHaveValue('do_not_contact')
  await expect(markers.getByLabel('OK to survey', { exact: true })).toHaveValue('')
  await expect(markers).toContainText('4 markers, 1 of them without a meaning')

  await markers.getByLabel('Column 4 for Markers').selectOption('Prefers texts')
  await expect(markers).toContainText('6 markers, 3 of them without a meaning')
  await expect(markers.getByLabel('Do Not Contact', { exact: true })).toHaveValue('do_not_contact')
  await markers.getByLabel('VIP', { exact: true }).selectOption('Not rung: serves with the police')
  await expect(markers).toContainText('6 markers, 2 of them without a meaning')
  await markers.getByLabel('Column 4 for Markers').selectOption('Not in this column')
  await expect(markers).toContainText('4 markers')
  await expect(markers).not.toContainText('without a meaning')

  await page.getByRole('button', { name: 'Try it, changing nothing' }).click()
  await expect(counted(page, 'Do not contact')).toHaveText('2')
  await discard(page, 'flags.csv')
})
