import { expect, type Page, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { asAnother, read, signInAs } from './people.ts'
import {
  answer,
  answersSoFar,
  breakOff,
  type Call,
  claimAndBegin,
  comment,
  freeHands,
  inBrowser,
  question,
  sayTheQuestion,
} from './workstation.ts'

interface SeriousList {
  readonly reports: readonly {
    readonly id: string
    readonly kind: string
    readonly incident: { readonly reference: string }
  }[]
}
interface SeriousDetail {
  readonly words: string
  readonly question: string | null
  readonly confirmedAt: string | null
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'Something serious' })
const told = (page: Page) => page.getByRole('region', { name: 'Something serious' })

async function reportsOf(page: Page, reference: string): Promise<SeriousList['reports']> {
  const { reports } = await read<SeriousList>(page, 'serious')
  return reports.filter(({ incident }) => incident.reference === reference)
}

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

test('one key at a question, also while typing: their words are taken down, the desk is told, and the interview goes on', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions, incident } = await claimAndBegin(page)
  await answer(page, 3)
  await page.keyboard.press('1')
  await page.keyboard.press('/')
  await page.keyboard.type('Nobody came, and ')
  await page.keyboard.press('F2')
  await expect(panel(page)).toBeVisible()
  await panel(page).press('3')
  await expect(panel(page).getByRole('radio', { name: 'Safeguarding concern' })).toBeChecked()
  await panel(page).getByLabel('What they said, word for word').fill('He has the children 2 days a week. I am afraid.')
  await panel(page).getByRole('button', { name: 'Tell the desk, and go on' }).press('Enter')
  await expect(panel(page)).toBeHidden()
  await expect(told(page)).toContainText('Safeguarding concern: told to safeguarding@cleveland.example.')

  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await expect(comment(page)).toHaveValue('Nobody came, and ')
  await asAnother(browser, 'Administrator', async administrator => {
    const [report] = await reportsOf(administrator, incident.reference)
    expect(report?.kind).toBe('safeguarding')
    const detail = await read<SeriousDetail>(administrator, `serious/${report?.id}`)
    expect(detail.words).toBe('He has the children 2 days a week. I am afraid.')
    expect(detail.question).toBe(questions[1]?.title)
    await administrator.goto(`/f/${force}/serious`)
    await administrator
      .getByRole('row', { name: incident.reference })
      .getByRole('link', { name: 'Safeguarding concern' })
      .click()
    await administrator.getByRole('button', { name: 'Take this up' }).click()
    await expect(administrator.getByRole('status')).toContainText('Ada Administrator takes care of it, since')
  })
  await breakOff(page)
})

test('an emergency says whom to ring, and waits for the word that they were rung; without a line it is kept, and goes first', async ({
  page,
  context,
  browser,
}) => {
  await signInAs(page, 'Interviewer')
  const call: Call = await claimAndBegin(page)
  await context.setOffline(true)
  await page.keyboard.press('4')
  await page.keyboard.press('F2')
  await panel(page).getByRole('radio', { name: 'Emergency' }).check()
  await expect(panel(page).getByRole('link', { name: /999/ })).toHaveAttribute('href', /^tel:/)
  const words = panel(page).getByLabel('What they said, word for word')
  await words.fill('Somebody is breaking in now')
  const keep = panel(page).getByRole('button', { name: 'Keep the record, and go on' })
  await expect(keep).toBeDisabled()
  await panel(page)
    .getByRole('button', { name: /I have rung/ })
    .press('Enter')
  await page.keyboard.type(', 3 of them.')
  await expect(words).toHaveValue('Somebody is breaking in now, 3 of them.')
  await keep.click()
  await expect(answersSoFar(page).getByRole('listitem')).toHaveCount(1)
  await expect(told(page)).toContainText('Emergency: kept here; it goes first when the line is back.')
  const heard: string[] = []
  page.on('request', request => {
    if (request.method() === 'PUT') heard.push(request.url().includes('/serious/') ? 'serious' : 'answer')
  })
  await context.setOffline(false)
  await expect(page.getByText('All answers saved')).toBeVisible()
  expect(heard[0]).toBe('serious')
  await asAnother(browser, 'Administrator', async administrator => {
    const [report] = await reportsOf(administrator, call.incident.reference)
    expect(report?.kind).toBe('emergency')
    expect((await read<SeriousDetail>(administrator, `serious/${report?.id}`)).confirmedAt).not.toBeNull()
  })
  await breakOff(page)
})

test('a call that is lost while something serious is taken down leaves it in view, and it still goes to its desk', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions, incident } = await claimAndBegin(page)
  await page.keyboard.press('F2')
  await panel(page).press('3')
  const words = panel(page).getByLabel('What they said, word for word')
  await words.fill('He has the children')
  const refusal = { status: 409, json: { code: 'call_not_yours', title: "This call isn't yours now.", status: 409 } }
  await page.route('**/keep-alive', route => route.fulfill(refusal))
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(panel(page)).toContainText('The call is no longer yours, but this is still taken')
  await expectNoFaults(page, 'lost while something serious is taken down', [1280, 360])
  await expect(words).toBeFocused()
  await page.keyboard.type(' 2 days a week.')
  await panel(page).getByRole('button', { name: 'Tell the desk', exact: true }).click()
  await expect(panel(page)).toBeHidden()
  await expect(page.getByRole('heading', { name: 'This call is no longer yours' })).toBeVisible()
  await expect(told(page)).toContainText('Safeguarding concern: told to safeguarding@cleveland.example.')
  await expectNoFaults(page, 'lost, and something serious told', [1280, 360])
  await page.keyboard.press('F2')
  await expect(panel(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await asAnother(browser, 'Administrator', async administrator => {
    const [report] = await reportsOf(administrator, incident.reference)
    expect(await read<SeriousDetail>(administrator, `serious/${report?.id}`)).toMatchObject({
      words: 'He has the children 2 days a week.',
      question: questions[0]?.title,
    })
  })
})

test('its keys are none where single keys are switched off, and may be others', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  const safeguarding = panel(page).getByRole('radio', { name: 'Safeguarding concern' })
  const caps = panel(page).locator('label [aria-hidden]')
  await page.getByRole('button', { name: 'Switch single keys off' }).click()
  await page.keyboard.press('F2')
  await expect(panel(page)).toBeVisible()
  await panel(page).press('3')
  await expect(panel(page).getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(caps).toHaveCount(0)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Switch single keys on' }).click()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'All keys' })
  await keys.getByRole('button', { name: 'Change the key of “Safeguarding concern”' }).click()
  await page.keyboard.press('s')
  await keys.getByRole('button', { name: 'Done' }).click()
  await expect(keys).toBeHidden()
  await page.keyboard.press('F2')
  await panel(page).press('3')
  await expect(panel(page).getByRole('radio', { checked: true })).toHaveCount(0)
  await panel(page).press('s')
  await expect(safeguarding).toBeChecked()
  await expect(caps).toHaveText(['1', '2', 'S', '4', '5', '6'])
  await page.keyboard.press('Escape')
  await breakOff(page)
})

test('a press beside the panel leaves its keys to it, and answers nothing behind it', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  await sayTheQuestion(page)
  await page.keyboard.press('F2')
  await expect(panel(page)).toBeVisible()
  await page.mouse.click(5, 300)
  await page.keyboard.press('3')
  await expect(panel(page).getByRole('radio', { name: 'Safeguarding concern' })).toBeChecked()
  await page.keyboard.press('e')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(question(page)).toContainText(questions[0]?.ask ?? '')
  await expect(answersSoFar(page).getByRole('listitem')).toHaveCount(0)
  await breakOff(page)
})

test('what was being taken down is there again after the page was lost', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  await expect.poll(() => inBrowser(page)).toEqual([])
  await page.keyboard.press('F2')
  await panel(page).press('6')
  await panel(page).getByLabel('What they said, word for word').fill('What came of it?')
  await expect.poll(() => inBrowser(page)).toHaveLength(1)
  await page.reload()
  await page.getByRole('button', { name: /Something serious/ }).click()
  await panel(page).press('6')
  await expect(panel(page).getByLabel('What they said, word for word')).toHaveValue('What came of it?')
  await panel(page).getByRole('button', { name: 'Back to the question', exact: true }).last().click()
  await breakOff(page)
})
