/** How a number is rung, and in what words a call is led, where it is not as in most calls. */
import { expect, type Page, test } from '@playwright/test'
import { force, ringback } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { read, signInAs } from './people.ts'
import { answerTelephoneLinks, breakOff, type Call, freeHands, question, rate, tellSheetWith } from './workstation.ts'

test.beforeEach(async ({ page }) => signInAs(page, 'Interviewer'))
test.afterEach(async ({ page }) => {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await freeHands(page)
})

test('where numbers are copied, the key of dialling puts what is to be dialled on the clipboard', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  ringback(['force', 'set', force, 'dialling', 'copy'])
  try {
    await page.getByRole('button', { name: /Take the next call/ }).click()
    await expect(page.getByRole('button', { name: 'Copy the number' })).toBeVisible()
    const { numbers } = await read<Call>(page, 'calls/current')
    await page.keyboard.press('d')
    await expect(page.getByText('Copied: paste it into your telephone.')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(numbers[0]?.dial)
  } finally {
    ringback(['force', 'set', force, 'dialling', 'link'])
  }
})

test('at a number that is not safe for a message, none can be recorded as left', async ({ page }) => {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  const left = page.getByRole('radio', { name: 'Answering machine, message left' })
  await expect(left).toBeVisible()
  await tellSheetWith(page, ({ numbers }) => ({ numbers: numbers.map(number => ({ ...number, safe: false })) }))
  await page.reload()
  await expect(page.getByText('Leave no message').first()).toBeVisible()
  await expect(page.getByRole('radio', { name: 'No answer' })).toBeVisible()
  await expect(left).toHaveCount(0)
})

/** The sheet has one number more, and by the keep-alive that is the only one which may still be rung. */
async function tellOfSecondNumber(page: Page): Promise<string> {
  const id = '019946b1-0000-7000-8000-000000000002'
  await tellSheetWith(page, ({ numbers: [first] }) => ({ numbers: [first, { ...first, id }] }))
  await page.route('**/keep-alive', async route => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), numbers: [id] } })
  })
  return id
}

test('what came of one number is recorded once, and the next number is chosen with nothing recorded of it', async ({
  page,
}) => {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const second = await tellOfSecondNumber(page)
  // Told twice, it counts once: by its id.
  const recorded = new Set<string>()
  await page.route('**/attempts', route => {
    recorded.add(route.request().postDataJSON().attemptId)
    return route.fulfill({ json: { next: 'next_number', dueAt: null, ended: false } })
  })
  await page.reload()
  const numbers = page.getByRole('group', { name: 'Number to ring' }).getByRole('radio')
  await expect(numbers.first()).toBeChecked()
  await page.getByRole('radio', { name: 'Number disconnected' }).check()
  await page.getByRole('button', { name: /^Record/ }).dblclick()
  await expect(numbers.nth(1)).toBeChecked()
  await expect(question(page)).toBeFocused()
  await expect(page.getByRole('radio', { name: 'Number disconnected' })).not.toBeChecked()
  await expect(page.getByRole('button', { name: 'Record what happened' })).toBeDisabled()
  expect(recorded.size).toBe(1)
  // The first one is struck off.
  await expect(numbers).toHaveCount(1)
  await expect(numbers).toHaveValue(second)
})

test('one that was rung in vain is not proposed again, and a press that asks first rings nothing once another is chosen', async ({
  page,
}) => {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const id = '019946b1-0000-7000-8000-000000000002'
  await tellSheetWith(page, ({ numbers: [first] }) => ({
    numbers: [
      { ...first, wasInVain: true },
      { ...first, id },
    ],
  }))
  let letGo = () => undefined as unknown
  const asked = new Promise(resolve => {
    letGo = () => resolve(null)
  })
  await page.route('**/keep-alive', async route => {
    await asked
    const response = await route.fetch()
    const kept = await response.json()
    await route.fulfill({ response, json: { ...kept, numbers: [...kept.numbers, id] } })
  })
  await page.reload()
  const numbers = page.getByRole('group', { name: 'Number to ring' })
  await expect(numbers.getByRole('radio').nth(1)).toBeChecked()
  await expect(numbers).toContainText('Rung in vain')
  await expectNoFaults(page, 'a number rung in vain', [1280, 360])
  const dialled = await answerTelephoneLinks(page)
  await page.keyboard.press('d')
  await numbers.getByRole('radio').first().check()
  letGo()
  await expect(page.getByRole('link', { name: /^Dial/ })).toBeVisible()
  await page.waitForTimeout(1_000)
  expect(await dialled()).toEqual([])
  await page.keyboard.press('d')
  await expect.poll(dialled).toHaveLength(1)
})

test('a number that went is neither dialled nor spoken on, what was refused on it is taken, and the other goes on', async ({
  page,
}) => {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  await tellOfSecondNumber(page)
  await page.reload()
  const numbers = page.getByRole('group', { name: 'Number to ring' }).getByRole('radio')
  await expect(numbers).toHaveCount(2)
  const dial = page.getByRole('link', { name: /^Dial/ })
  const start = page.getByRole('button', { name: /is on the line and agrees/ })
  await dial.click()
  await expect(page.getByRole('alert').filter({ hasText: "Don't ring" })).toContainText('choose another number')
  await expect(dial).toHaveCount(0)
  await expect(start).toHaveCount(0)
  await expect(page.getByRole('radio', { name: 'No answer' })).toHaveCount(0)
  await expect(page.getByRole('radio', { name: 'The person refused' })).toBeVisible()
  await expectNoFaults(page, 'a number that went', [1280, 1024])
  await numbers.nth(1).check()
  await expect(numbers).toHaveCount(1)
  await expect(dial).toBeVisible()
  await expect(start).toBeVisible()
  await expect(page.getByRole('radio', { name: 'No answer' })).toBeVisible()
})

test('a Welsh speaker is rung in Welsh, and what has no Welsh is in English, and said to be', async ({ page }) => {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  await tellSheetWith(page, ({ person, questions, texts }) => ({
    person: { ...person, language: 'cy' },
    language: 'cy',
    missing: ['call-introduction', questions[1]?.key],
    texts: { ...texts, opening: 'Helo. A gaf i siarad â chi?' },
    questions: questions.map((each, index) =>
      index === 0 ? { ...each, ask: 'sut fyddech chi’n graddio pa mor gyflym yr atebwyd eich galwad?' } : each,
    ),
  }))
  await page.reload()
  const inEnglish = page.getByText('There are no words for this in their language yet: it is in English.')
  await expect(page.getByText('Welsh', { exact: true })).toBeVisible()
  await expect(page.getByText('Helo. A gaf i siarad â chi?')).toHaveAttribute('lang', 'cy')
  await expect(inEnglish).toHaveCount(1)
  await page.keyboard.press('i')
  await expect(question(page)).toContainText('sut fyddech chi')
  await expect(question(page)).toHaveAttribute('lang', 'cy')
  await expect(inEnglish).toHaveCount(0)
  await rate(page, 3)
  await expect(question(page)).toHaveAttribute('lang', 'en')
  await expect(inEnglish).toBeVisible()
  await breakOff(page)
})
