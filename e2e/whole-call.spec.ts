/** A whole call, from the claim to the next one, three times: with a keyboard alone, by touch alone, by names alone. */
import { expect, type Page, test } from '@playwright/test'
import { baseUrl } from './demo-server.ts'
import { read, signInAs } from './people.ts'
import {
  answersSoFar,
  answerTelephoneLinks,
  askedWhy,
  type Call,
  comment,
  freeHands,
  interview,
  mayBeNamed,
  mayBeRungAgain,
  onScreen,
  question,
  ratingName,
  sayTheQuestion,
} from './workstation.ts'

test.afterEach(async ({ page }) => freeHands(page))

const recorded = (page: Page) => page.getByText(/The interview with .* is recorded as completed/)

test('by keyboard alone', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await freeHands(page)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Calls' })).toBeVisible()
  const press = async (key: string) => {
    await sayTheQuestion(page)
    await page.keyboard.press(key)
  }
  await press('n')
  await expect(question(page)).toContainText('Ring ')
  // A page that was loaded again would have forgotten both.
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  const dialled = await answerTelephoneLinks(page)
  const { questions, numbers } = await read<Call>(page, 'calls/current')
  await press('d')
  await expect.poll(dialled).toEqual([`tel:${numbers[0]?.dial}`])
  await press('i')
  await expect(question(page)).toContainText(questions[0]?.ask ?? '')
  await press('1')
  await expect(askedWhy(page)).toBeVisible()
  await press('/')
  await expect(comment(page)).toBeFocused()
  await page.keyboard.type('Nobody came for 2 hours')
  await press('Enter')
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  const second = answersSoFar(page).getByRole('listitem').nth(1)
  for (const [key, said] of [
    ['4', '4'],
    ['0', "Doesn't apply"],
    ['9', 'Would rather not say'],
  ] as const) {
    await press(key)
    await expect(question(page)).toContainText(questions[2]?.ask ?? '')
    await expect(second).toContainText(said)
    await press('Backspace')
    await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  }
  await press('8')
  for (const [index] of questions.slice(2).entries()) {
    await expect(question(page)).toContainText(questions[index + 2]?.ask ?? '')
    await press('3')
  }
  await expect(question(page)).toContainText(mayBeNamed)
  await press('y')
  await expect(question(page)).toContainText(mayBeRungAgain)
  await press('n')
  await expect(question(page)).toContainText('That is everything.')
  await expect(second).toContainText("Don't know")
  await expect
    .poll(async () => (await read<Call>(page, 'calls/current')).interview)
    .toMatchObject({ mayBeNamed: true, mayBeRungAgain: false })
  await press('Enter')
  await expect(page.getByRole('dialog', { name: 'End the call' })).toBeVisible()
  await press('Enter')
  await expect(recorded(page)).toBeVisible()
  await press('n')
  await expect(question(page)).toContainText('Ring ')
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  await freeHands(page)
})

test('by touch alone', async ({ browser }) => {
  const context = await browser.newContext({
    baseURL: baseUrl,
    hasTouch: true,
    isMobile: true,
    viewport: { width: 1024, height: 768 },
  })
  const page = await context.newPage()
  await signInAs(page, 'Interviewer')
  const tap = async (name: string | RegExp) => {
    await sayTheQuestion(page)
    await page.getByRole('button', { name }).first().tap()
  }
  await tap(/Take the next call/)
  await expect(question(page)).toContainText('Ring ')
  const { questions, numbers } = await read<Call>(page, 'calls/current')
  const dialled = await answerTelephoneLinks(page)
  await page.getByRole('link', { name: /^Dial/ }).tap()
  await expect.poll(dialled).toEqual([`tel:${numbers[0]?.dial}`])
  await tap(/is on the line and agrees/)
  await expect(interview(page)).toBeVisible()
  await tap(ratingName(1))
  await expect(askedWhy(page)).toBeVisible()
  await comment(page).tap()
  await expect(comment(page)).toBeFocused()
  await page.keyboard.insertText('Nobody came.') // as a keyboard on the screen writes
  await tap('Next')
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await tap(ratingName(4))
  await expect(question(page)).toContainText(questions[2]?.ask ?? '')
  await tap('Back')
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await tap(onScreen(questions[1]?.scale.reasons.dont_know ?? ''))
  for (const [index] of questions.slice(2).entries()) {
    await expect(question(page)).toContainText(questions[index + 2]?.ask ?? '')
    await tap(ratingName(3))
  }
  for (const [asked, said] of [
    [mayBeNamed, 'No'],
    [mayBeRungAgain, 'Yes'],
  ] as const) {
    await expect(question(page)).toContainText(asked)
    await sayTheQuestion(page)
    await page.getByRole('group', { name: asked }).getByRole('button', { name: said }).tap()
  }
  await expect(question(page)).toContainText('That is everything.')
  await tap(/End the call/)
  await expect(page.getByRole('dialog', { name: 'End the call' })).toBeVisible()
  await tap(/Completed: everything was asked/)
  await expect(recorded(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /Take the next call/ })).toBeVisible()
  await context.close()
})

test('by names alone, as a reader of the screen tells them, and every change is told', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  /** As a reader of the screen does it: on the control that has the name, without a pointer. */
  const press = async (name: string | RegExp) => {
    await sayTheQuestion(page)
    await button(name).focus()
    await button(name).press('Space')
  }
  await press('Take the next call')
  await expect(page.getByRole('heading', { level: 1, name: /^Ring / })).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'The person and the incident' })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Number to ring' }).getByRole('radio')).not.toHaveCount(0)
  const { questions } = await read<Call>(page, 'calls/current')
  await press(/is on the line and agrees: start/)
  await expect(interview(page)).toBeVisible()
  const asked = (index: number) => page.getByRole('heading', { level: 1, name: questions[index]?.ask ?? '' })
  await expect(page.getByRole('group', { name: questions[0]?.ask ?? '' }).getByRole('button')).toHaveCount(5)
  const named = (rating: number, of = questions[0]) => `${rating} ${onScreen(of?.scale.ratings[rating] ?? '')}`
  await press(named(1))
  await expect(page.getByRole('status').filter({ hasText: 'What went wrong?' })).toBeVisible()
  await expect(button(named(1))).toHaveAttribute('aria-pressed', 'true')
  await comment(page).fill('Nobody came.')
  await press('Next')
  for (const [index] of questions.slice(1).entries()) {
    // The new question has the focus, so it is read out.
    await expect(asked(index + 1)).toBeFocused()
    await expect(page.getByRole('status').filter({ hasText: /All answers saved|Not saved yet/ })).toBeVisible()
    await press(named(3, questions[index + 1]))
  }
  await expect(page.getByRole('heading', { level: 1, name: mayBeNamed })).toBeFocused()
  for (const name of [mayBeNamed, mayBeRungAgain]) {
    const yes = page.getByRole('group', { name }).getByRole('button', { name: 'Yes', exact: true })
    await sayTheQuestion(page)
    await yes.press('Space')
    await expect(yes).toHaveAttribute('aria-pressed', 'true')
    await expect(question(page)).toBeFocused()
  }
  await press('End the call')
  await expect(page.getByRole('dialog', { name: 'End the call' })).toBeVisible()
  await press('Completed: everything was asked')
  await expect(page.getByRole('status').filter({ hasText: /is recorded as completed/ })).toBeVisible()
})
