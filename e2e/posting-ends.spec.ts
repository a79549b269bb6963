import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { baseUrl, force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { signInAs } from './people.ts'

const [header] = readFileSync('examples/staff.csv', 'utf8').split(/\r?\n/)

const importStaff = (page: Page, ...rows: readonly string[]) =>
  page.request.post(`/api/v1/forces/${force}/imports/staff?fileName=more-staff.csv`, {
    headers: { origin: baseUrl, 'content-type': 'text/csv' },
    data: [header, ...rows].join('\r\n'),
  })

test('what was mended in the list of problems stays there while other kinds and tabs are looked at', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/people?tab=problems&kind=supervisor_without_email`)
  const kinds = page.getByRole('navigation', { name: 'Kinds of problem' })
  const fault = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Rhiannon Evans 0101' })
  await fault.getByLabel('Their e-mail address').fill('rhiannon.evans.0101@cleveland.example')
  await fault.getByRole('button', { name: 'Set address' }).click()
  const undo = fault.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeFocused()

  await kinds.getByRole('link', { name: 'All' }).click()
  await expect(undo).toBeVisible()
  await page.getByRole('link', { name: 'Tree' }).click()
  await expect(page.getByRole('region', { name: 'Who is under whom today' })).toBeVisible()
  await page.getByRole('link', { name: 'Problems', exact: true }).click()
  await expect(undo).not.toBeFocused()
  await undo.click()
  await expect(fault.getByLabel('Their e-mail address')).toHaveValue('')
})

test('the last day is that of the posting it stands under, and the list says who has left and who is to come', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await importStaff(
    page,
    '9101,Constable,Iwan,Rees,iwan.rees@cleveland.example,Headquarters,,0037,01/04/2009,30/11/2011',
    '9101,Constable,Iwan,Rees,iwan.rees@cleveland.example,Headquarters,,0037,01/10/2011,',
    '9102,Constable,Mari,Rees,mari.rees@cleveland.example,Headquarters,,0037,01/10/2011,',
    '9103,Constable,Tegid,Rees,tegid.rees@cleveland.example,Headquarters,,0037,01/04/2009,31/07/2011',
  )
  await page.goto(`/f/${force}/people/9101`)
  const lastDay = page.getByLabel('Last day of this posting')
  await expect(lastDay).toHaveValue('2011-11-30')
  await lastDay.fill('2011-10-15')
  const end = page.getByRole('button', { name: 'End the posting' })
  await end.click()
  await expect(page.getByRole('alert')).toContainText('The next posting begins on 1 October 2011')
  await lastDay.fill('2011-09-15')
  await end.click()
  const postings = page.getByRole('region', { name: 'Postings' })
  await expect(postings).toContainText('1 April 2009 to 15 September 2011 Now')
  await expect(postings).toContainText('1 October 2011 onwards To come')
  await expectNoFaults(page, 'an ended posting', [1280, 360])

  await page.goto(`/f/${force}/people/9102`)
  await expect(page.getByRole('heading', { name: 'Line from 1 October 2011' })).toBeVisible()
  await page.goto(`/f/${force}/people?query=Rees`)
  const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name })
  await expect(rowOf('Iwan')).not.toContainText('From')
  await expect(rowOf('Mari')).toContainText('From 1 October 2011')
  await expect(rowOf('Tegid')).toContainText('Left 31 July 2011')
  await expectNoFaults(page, 'leavers among the staff', [1280, 360])
})
