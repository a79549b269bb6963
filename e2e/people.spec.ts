import { readFileSync } from 'node:fs'
import { expect, type Locator, test } from '@playwright/test'
import { baseUrl, force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { signInAs } from './people.ts'

test('an administrator mends a missing e-mail address where it is marked, and takes the mend back', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await page.getByRole('link', { name: 'Problems' }).click()
  await expect(page).toHaveURL(/tab=problems/)
  await page
    .getByRole('navigation', { name: 'Kinds of problem' })
    .getByRole('link', { name: /no e-mail address/ })
    .click()
  const fault = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Rhiannon Evans 0101' })
  await expect(fault).toContainText('alerts about the 6 people under them go to Inspector Carys Watson (0084)')

  const officer = await page.context().newPage()
  await officer.goto(`/f/${force}/people/0103`)
  await expect(officer.getByText('An alert about them would reach')).toContainText('Carys Watson (0084)')
  const line = officer.getByRole('region', { name: "Today's line" }).getByRole('listitem')
  await expect(line.filter({ hasText: 'Rhiannon Evans' })).toContainText('has no e-mail address')

  await fault.getByLabel('Their e-mail address').fill('rhiannon.evans.0101@cleveland.example')
  await fault.getByRole('button', { name: 'Set address' }).click()
  await expect(fault.getByRole('status')).toContainText(
    'E-mail address: rhiannon.evans.0101@cleveland.example instead of none',
  )
  await officer.reload()
  await expect(officer.getByText('An alert about them would reach')).toContainText('Rhiannon Evans (0101)')

  await expect(fault.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(fault.getByLabel('Their e-mail address')).toHaveValue('')
  await officer.goto(`/f/${force}/people/0101`)
  await expect(officer.getByRole('region', { name: 'Mended here' })).toContainText('Undone by Ada Administrator')
})

test("an officer's page is reached from the list, and tells the postings, whose they were and where from", async ({
  page,
}) => {
  await signInAs(page, 'Team leader')
  await page.goto(`/f/${force}/people?query=0039`)
  await page.getByRole('link', { name: 'Control Room Supervisor Olu Gallagher' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Control Room Supervisor Olu Gallagher 0039')
  const postings = page.getByRole('region', { name: 'Postings' })
  await expect(postings.getByRole('listitem')).toHaveCount(1)
  await expect(postings).toContainText('1 April 2009 onwards Now')
  await expect(postings).toContainText('Under Inspector Olu Robinson 0038')
  await expect(postings).toContainText('From staff.csv')
  await expect(postings.getByRole('button')).toHaveCount(0)
})

test('whom a whole export lacks is asked about: still here, or left on a day', async ({ page }) => {
  await signInAs(page, 'Administrator')
  const send = (file: string) =>
    page.request.post(`/api/v1/forces/${force}/imports/staff?fileName=staff-september.csv`, {
      headers: { origin: baseUrl, 'content-type': 'text/csv' },
      data: file,
    })
  const whole = readFileSync('examples/staff.csv', 'utf8')
  const sent = await send(whole.replace(/^0103,.*\r?\n/m, ''))
  expect(await sent.json()).toMatchObject({ warnings: { absent_from_export: 1 } })

  await page.goto(`/f/${force}/people?tab=problems&kind=absent_from_export`)
  const question = page.getByRole('main').getByRole('listitem').filter({ hasText: '0103' })
  await expect(question).toContainText('staff-september.csv does not have them, so they may have left')
  const stay = question.getByRole('button', { name: 'They are still here' })
  await stay.click()
  await expect(question.getByRole('status')).toContainText('is still here')
  await page.goto(`/f/${force}/people/0103`)
  await page.getByRole('button', { name: 'Undo: Is still here, though staff-september.csv does not have them' }).click()
  await expect(page.getByRole('region', { name: 'Mended here' })).toContainText('Nothing')
  await expect(page.getByRole('heading', { name: 'Mended here' })).toBeFocused()
  await page.goBack()
  await stay.click()
  await question.getByRole('button', { name: 'Undo' }).click()
  await question.getByLabel('Their last day').fill('2011-08-31')
  await question.getByRole('button', { name: 'They have left' }).click()
  await expect(question.getByRole('status')).toContainText('Last day: 31 August 2011 instead of none set')
  await question.getByRole('button', { name: 'Undo' }).click()
  await expect(question.getByLabel('Their last day')).toBeVisible()
  await send(whole)
  await page.reload()
  await expect(page.getByText('None of this kind any more.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'May have left 0' })).toHaveAttribute('aria-current', 'page')
  await expect(page.getByText('that is all')).toHaveCount(0)
})

test('the tree is opened level by level from the keyboard', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.getByRole('link', { name: 'Tree' }).click()
  const lines = page.getByRole('region', { name: 'Who is under whom today' })
  const opener = lines.getByRole('button', { name: 'Show those under Niamh Dixon' })
  await expect(opener).toHaveAttribute('aria-expanded', 'false')
  await opener.press('Enter')
  await expect(opener).toHaveAttribute('aria-expanded', 'true')
  await expect(lines).toContainText('Inspector Carys Watson 0084')
})

test('what is wrong is mended in the tree, where it is marked: a missing e-mail address, a circle, a gap', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  const lines = page.getByRole('region', { name: 'Who is under whom today' })
  const mended = lines.getByRole('status')
  const undo = async () => {
    await expect(lines.getByRole('button', { name: 'Undo' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(mended).toBeHidden()
    await expect(lines.getByRole('heading', { name: 'Who is under whom today' })).toBeFocused()
  }

  await page.goto(`/f/${force}/people?tab=tree`)
  for (const name of ['Niamh Dixon', 'Carys Watson'])
    await lines.getByRole('button', { name: `Show those under ${name}` }).press('Enter')
  const unwritten = lines.getByRole('button', { name: 'Supervises, and has no e-mail address' })
  await unwritten.press('Enter')
  await expect(lines.getByText('alerts about the 6 people under them')).toBeVisible()
  await expectNoFaults(page, 'a mend that is open in the tree', [1280, 360])
  await lines.getByLabel('Their e-mail address').fill('rhiannon.evans.0101@cleveland.example')
  await lines.getByRole('button', { name: 'Set address' }).click()
  await expect(mended).toContainText('E-mail address: rhiannon.evans.0101@cleveland.example instead of none')
  await expect(unwritten).toBeHidden()
  await expectNoFaults(page, 'what was mended in the tree', [1280, 360])
  await undo()
  await expect(unwritten).toBeVisible()

  const circle = lines.getByRole('button', { name: 'The line of supervisors goes in a circle' })
  await circle.press('Enter')
  await lines.getByLabel('Who supervises Constable Olu Iqbal').fill('0084')
  await lines.getByRole('button', { name: 'Set supervisor' }).click()
  await expect(mended).toContainText('Supervisor: 0084 instead of 0093')
  await expect(circle).toBeHidden()
  await undo()
  await expect(circle).toBeVisible()
  const gap = lines.getByRole('button', { name: 'Nobody up the line can be written to' })
  await gap.press('Enter')
  await lines.getByLabel('Its mailbox').fill('headquarters@cleveland.example')
  await lines.getByRole('button', { name: 'Set mailbox' }).click()
  await expect(mended).toContainText('headquarters@cleveland.example instead of none')
  await expect(gap).toBeHidden()
  await undo()
  await expect(gap).toBeVisible()
})

for (const width of [1280, 360])
  test(`what was mended in the tree stays in sight and covers no form that is opened after it, at ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 700 })
    await signInAs(page, 'Administrator')
    await page.goto(`/f/${force}/people?tab=tree`)
    const lines = page.getByRole('region', { name: 'Who is under whom today' })
    for (const name of ['Niamh Dixon', 'Carys Watson'])
      await lines.getByRole('button', { name: `Show those under ${name}` }).press('Enter')
    const gap = lines.getByRole('button', { name: 'Nobody up the line can be written to' })
    await gap.press('Enter')
    await lines.getByLabel('Its mailbox').fill('headquarters@cleveland.example')
    await lines.getByRole('button', { name: 'Set mailbox' }).click()
    const mended = lines.getByRole('status').filter({ hasText: 'headquarters@cleveland.example' })
    await expect(mended).toBeInViewport()

    const topOfMended = () => mended.evaluate(told => told.parentElement?.getBoundingClientRect().top ?? 0)
    const unwritten = lines.getByRole('button', { name: 'Supervises, and has no e-mail address' })
    const top = await topOfMended()
    await unwritten.evaluate((mark, below) => {
      window.scrollBy(0, mark.getBoundingClientRect().bottom - below + 4)
      mark.focus({ preventScroll: true })
    }, top)
    await page.keyboard.press('Enter')
    const form = lines.getByRole('group', { name: 'Supervises, and has no e-mail address' })
    await expect(form.getByRole('button', { name: 'Set address' })).toBeVisible()
    const isClear = async (part: Locator) =>
      (await part.evaluate(e => e.getBoundingClientRect().bottom)) <= (await topOfMended())
    await expect.poll(() => isClear(form)).toBe(true)
    await form.getByLabel('Their e-mail address').fill('rhiannon.evans.0101@cleveland.example')
    // By keyboard, with the form below the edge again: what takes the focus comes up above what was mended.
    await page.evaluate(() => window.scrollBy(0, -window.innerHeight / 2))
    await page.keyboard.press('Tab')
    await expect(form.getByRole('button', { name: 'Set address' })).toBeFocused()
    expect(await isClear(form.getByRole('button', { name: 'Set address' }))).toBe(true)
    await page.keyboard.press('Enter')

    // Both can still be taken back.
    const address = lines.getByRole('status').filter({ hasText: '0101: E-mail address' })
    await expect(address).toBeInViewport()
    await expect(address.locator('..').getByRole('button', { name: 'Undo' })).toBeFocused()
    // The form that closed may take a line or two out of sight: the page stays where it was.
    const next = lines.getByRole('link', { name: 'Sergeant Alan Mensah 0102' })
    const awayFromSight = await next.evaluate(line => {
      const { top, bottom } = line.getBoundingClientRect()
      return Math.max(0, -bottom, top - window.innerHeight)
    })
    expect(awayFromSight).toBeLessThan(100)
    const undo = (told: Locator) => told.locator('..').getByRole('button', { name: 'Undo' }).press('Enter')
    await undo(mended)
    await expect(gap).toBeVisible()
    await undo(address)
    await expect(unwritten).toBeVisible()
    await expect(lines.getByRole('status')).toHaveCount(0)
  })

for (const [width, height] of [
  [1280, 700],
  [360, 640],
] as const)
  test(`of many mends made at once in the tree the words scroll, and Undo stays in sight, at ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height })
    await signInAs(page, 'Administrator')
    // As many as a hand-over of twelve people makes.
    const mends = Array.from({ length: 12 }, (_, at) => ({
      ...{ id: `019a0000-0000-7000-8000-0000000000${at + 10}`, kind: 'supervisor', collarNumber: `01${at + 10}` },
      ...{ from: '2011-09-01', was: '0101', became: '0102' },
    }))
    await page.route('**/people/staff/0101/email', route => route.fulfill({ json: { mends } }))
    await page.goto(`/f/${force}/people?tab=tree`)
    const lines = page.getByRole('region', { name: 'Who is under whom today' })
    for (const name of ['Niamh Dixon', 'Carys Watson'])
      await lines.getByRole('button', { name: `Show those under ${name}` }).press('Enter')
    await lines.getByRole('button', { name: 'Supervises, and has no e-mail address' }).press('Enter')
    await lines.getByLabel('Their e-mail address').fill('rhiannon.evans.0101@cleveland.example')
    await page.keyboard.press('Enter')
    const told = lines.getByRole('status')
    const undo = lines.getByRole('button', { name: 'Undo' })
    const last = told.getByRole('listitem').filter({ hasText: '0121' })
    await expect(undo).toBeFocused()
    await expect(undo).toBeInViewport({ ratio: 1 })
    await expect(last).not.toBeInViewport()
    await page.keyboard.press('Shift+Tab')
    await expect(told).toBeFocused()
    await page.keyboard.press('End')
    await expect(last).toBeInViewport()
    await page.keyboard.press('Tab')
    await expect(undo).toBeFocused()
    await expect(undo).toBeInViewport({ ratio: 1 })
    await expectNoFaults(page, 'many mends at once in the tree', [width])
  })

test('mends in the tree stay told while another tab is open, the later is undone first, and each can be closed', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/people?tab=tree`)
  const units = page.getByRole('region', { name: 'Units' })
  const told = units.getByRole('status')
  const undo = units.getByRole('button', { name: 'Undo' })
  const mailboxIs = (now: string) => units.getByRole('button', { name: `Mailbox of Stockton: ${now}` })
  const set = async (before: string, now: string) => {
    await mailboxIs(before).press('Enter')
    await units.getByRole('textbox', { name: 'Mailbox of Stockton' }).fill(now)
    await page.keyboard.press('Enter')
    await expect(mailboxIs(now)).toBeVisible()
  }
  await set('no mailbox', 'first@cleveland.example')
  await set('first@cleveland.example', 'second@cleveland.example')
  await undo.first().press('Enter')
  await expect(units.getByRole('alert')).toContainText('undo the later mend first')

  const tabs = page.getByRole('navigation', { name: 'Ways to look at people' })
  await tabs.getByRole('link', { name: 'Problems' }).click()
  await expect(page).toHaveURL(/tab=problems/)
  await tabs.getByRole('link', { name: 'Tree' }).click()
  await expect(told).toHaveCount(2)
  await expect(tabs.getByRole('link', { name: 'Tree' })).toBeFocused()
  await undo.last().press('Enter')
  await expect(mailboxIs('first@cleveland.example')).toBeVisible()
  await undo.press('Enter')
  await expect(mailboxIs('no mailbox')).toBeVisible()
  await expect(told).toHaveCount(0)

  await set('no mailbox', 'third@cleveland.example')
  await units.getByRole('button', { name: 'Close' }).press('Enter')
  await expect(told).toHaveCount(0)
  await expect(units.getByRole('heading', { name: 'Units' })).toBeFocused()
  await mailboxIs('third@cleveland.example').press('Enter')
  await units.getByRole('button', { name: 'Take it away' }).click()
  await expect(mailboxIs('no mailbox')).toBeVisible()
})

test("a unit's mailbox is set, changed and taken away in the tree, and what is wrong in the unit is a link away", async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/people?tab=tree`)
  const units = page.getByRole('region', { name: 'Units' })
  const mended = units.getByRole('status').last()
  const open = (now: string) => units.getByRole('button', { name: `Mailbox of Stockton: ${now}` }).press('Enter')
  const box = units.getByRole('textbox', { name: 'Mailbox of Stockton' })
  const undo = async (then: string) => {
    await expect(units.getByRole('button', { name: 'Undo' }).last()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(units.getByRole('button', { name: `Mailbox of Stockton: ${then}` })).toBeVisible()
    await expect(units.getByRole('heading', { name: 'Units' })).toBeFocused()
  }

  await open('no mailbox')
  await expectNoFaults(page, "a unit's mailbox that is being set", [1280, 360])
  await box.fill('stockton@cleveland.example')
  await units.getByRole('button', { name: 'Set mailbox' }).click()
  await expect(mended).toContainText('Mailbox of Stockton: stockton@cleveland.example instead of none')
  await expect(box).toBeHidden()

  await open('stockton@cleveland.example')
  await box.fill('stockton.desk@cleveland.example')
  await page.keyboard.press('Enter')
  await expect(mended).toContainText('stockton.desk@cleveland.example instead of stockton@cleveland.example')
  await undo('stockton@cleveland.example')

  await open('stockton@cleveland.example')
  await units.getByRole('button', { name: 'Take it away' }).click()
  await expect(mended).toContainText('Mailbox of Stockton: none instead of stockton@cleveland.example')
  await expect(units.getByRole('button', { name: 'Mailbox of Stockton: no mailbox' })).toBeVisible()

  const headquarters = units.getByRole('listitem').filter({ hasText: 'Headquarters' }).last()
  await headquarters.getByRole('link', { name: '1 problem here or below' }).click()
  await expect(page.getByText('In Headquarters and the units below it.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'All 1', exact: true })).toBeVisible()
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText([/Niamh Dixon 0037/])
  await page.getByRole('link', { name: 'Show the whole force' }).click()
  await expect(page.getByText('and the units below it')).toBeHidden()
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).nth(1)).toBeVisible()
})

test('a team leader is led from a unit to its problems, and can set no mailbox', async ({ page }) => {
  await signInAs(page, 'Team leader')
  await page.goto(`/f/${force}/people?tab=tree`)
  const units = page.getByRole('region', { name: 'Units' })
  await units.getByRole('link', { name: '6 problems here or below' }).click()
  await expect(page.getByText('In Cleveland Police and the units below it.')).toBeVisible()
  await page.goBack()
  await expect(units.getByRole('button', { name: /^Mailbox/ })).toHaveCount(0)
})

test('a supervisor sees the list and the tree, and can mend nothing', async ({ page }) => {
  await signInAs(page, 'Supervisor')
  await page.goto(`/f/${force}/people?tab=problems`)
  await expect(page.getByRole('navigation', { name: 'Ways to look at people' }).getByRole('link')).toHaveText([
    'Staff',
    'Tree',
  ])
  await expect(page.getByRole('table', { name: 'Staff' })).toBeVisible()
  await page.getByRole('link', { name: 'Tree' }).click()
  const units = page.getByRole('region', { name: 'Units' })
  await expect(units).toContainText('6 problems here or below')
  await expect(units.getByRole('link')).toHaveCount(0)
  await expect(units.getByRole('button', { name: /^Mailbox/ })).toHaveCount(0)
  await page.goto(`/f/${force}/people/0101`)
  await expect(page.getByRole('alert')).toContainText('You may not see this')
  const refused = await page.request.put(`/api/v1/forces/${force}/people/staff/0101/email`, {
    headers: { origin: baseUrl },
    data: { email: 'somebody@cleveland.example' },
  })
  expect(refused.status()).toBe(403)
})
