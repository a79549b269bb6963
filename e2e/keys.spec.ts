import { expect, type Page, test } from '@playwright/test'
import { signInAs, signInOver } from './people.ts'
import {
  answersSoFar,
  askedWhy,
  breakOff,
  claimAndBegin,
  comment,
  freeHands,
  mayBeNamed,
  mayBeRungAgain,
  onScreen,
  pressAtTheEnd,
  question,
  rate,
  ratingName,
  sayTheQuestion,
} from './workstation.ts'

const answers = (page: Page) => answersSoFar(page).getByRole('listitem')

/** Presses a key, and its echo comes as soon as something else is asked, however slow the machine. */
async function pressTwice(page: Page, key: string): Promise<void> {
  await page.evaluate(key => {
    const asked = document.querySelector('h1')?.textContent
    const echoed = new Promise<void>(resolve => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('h1')?.textContent === asked) return
        observer.disconnect()
        const at = document.activeElement ?? document.body
        at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
        resolve()
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    Object.assign(window, { echoed })
  }, key)
  await page.keyboard.press(key)
  await page.evaluate(() => (window as unknown as { echoed: Promise<void> }).echoed)
}

test.beforeEach(async ({ page }) => signInAs(page, 'Interviewer'))
test.afterEach(async ({ page }) => freeHands(page))

test('a key pressed twice, or held down, answers one question; a digit in the comment is text', async ({ page }) => {
  const { questions } = await claimAndBegin(page)
  const [first, second] = questions
  await pressTwice(page, '3')
  await expect(question(page)).toContainText(second?.ask ?? '')
  await page.keyboard.down('4')
  await expect(answers(page)).toHaveCount(2)
  for (let held = 0; held < 20; held += 1) await page.keyboard.down('4')
  await page.keyboard.up('4')
  await expect(answers(page)).toHaveCount(2)

  await page.keyboard.press('Backspace')
  await expect(question(page)).toContainText(second?.ask ?? '')
  await sayTheQuestion(page)
  await page.keyboard.press('Backspace')
  await expect(question(page)).toContainText(first?.ask ?? '')
  await page.keyboard.press('1')
  await expect(askedWhy(page)).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('Rang 3 times, 5 minutes each')
  await expect(comment(page)).toHaveValue('Rang 3 times, 5 minutes each')
  await pressTwice(page, 'Enter')
  await expect(question(page)).toContainText(second?.ask ?? '')
  await expect(answers(page).first()).toContainText('Rang 3 times, 5 minutes each')
  await breakOff(page)
})

test('at the end too: Y pressed twice gives one leave, and Enter pressed twice does not end the call', async ({
  page,
}) => {
  const { questions } = await claimAndBegin(page)
  for (const [index] of questions.entries()) {
    await sayTheQuestion(page)
    await page.keyboard.press('3')
    await expect(question(page)).toContainText(questions[index + 1]?.ask ?? mayBeNamed)
  }
  const end = page.getByRole('dialog', { name: 'End the call' })
  await sayTheQuestion(page)
  await page.keyboard.press('e')
  await expect(end).toContainText('Not asked yet: leave to be named, leave to be rung again.')
  await expect(end.getByRole('button', { name: 'Completed: every question was asked' })).toBeEnabled()
  await pressAtTheEnd(page, 'Ask now')
  await expect(end).toBeHidden()
  await question(page).focus()
  await pressTwice(page, 'y')
  await expect(question(page)).toContainText(mayBeRungAgain)
  await sayTheQuestion(page)
  await page.keyboard.press('n')
  await expect(question(page)).toContainText('That is everything.')
  await sayTheQuestion(page)
  // The second is on its way before anything has come of the first, however slow the machine.
  const { keyboard } = page
  await Promise.all([keyboard.down('Enter'), keyboard.up('Enter'), keyboard.down('Enter'), keyboard.up('Enter')])
  await page.waitForTimeout(300)
  await expect(end).toBeVisible()
  await end.getByRole('button', { name: 'Completed: everything was asked' }).press('Enter')
  await expect(page.getByText(/is recorded as completed/)).toBeVisible()
})

test('a double click answers one question', async ({ page }) => {
  const { questions } = await claimAndBegin(page)
  await page.getByRole('button', { name: ratingName(3) }).dblclick()
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await expect(answers(page)).toHaveCount(1)
  await breakOff(page)
})

/** Presses at a place of the screen, and once more as soon as something else is asked, whatever lies there by then. */
const pressTwiceAt = (page: Page, at: { readonly x: number; readonly y: number }) =>
  page.evaluate(({ x, y }) => {
    const press = () => (document.elementFromPoint(x, y) as HTMLElement).click()
    const asked = document.querySelector('h1')?.textContent
    const echoed = new Promise<void>(resolve => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('h1')?.textContent === asked) return
        observer.disconnect()
        press()
        resolve()
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    press()
    return echoed
  }, at)

test('whatever comes to lie under a pointer that presses twice, one question is answered, and nothing allowed', async ({
  page,
}) => {
  const { questions } = await claimAndBegin(page)
  for (const [index] of questions.entries()) {
    await sayTheQuestion(page)
    const three = await page.getByRole('button', { name: ratingName(3) }).boundingBox()
    if (!three) throw new Error('there is no 3')
    await pressTwiceAt(page, { x: three.x + three.width / 2, y: three.y + three.height - 2 })
    await expect(question(page)).toContainText(questions[index + 1]?.ask ?? mayBeNamed)
    await expect(answers(page)).toHaveCount(index + 1)
  }
  const yes = page.getByRole('group', { name: mayBeNamed }).getByRole('button', { name: /^Yes/ })
  await sayTheQuestion(page)
  const box = await yes.boundingBox()
  if (!box) throw new Error('there is no Yes')
  await expect(page.locator('[data-answer][aria-pressed="true"]')).toHaveCount(0)
  await pressTwiceAt(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 })
  await expect(page.locator('[data-answer][aria-pressed="true"]')).toHaveCount(1)

  await sayTheQuestion(page)
  await page.getByRole('button', { name: 'End the call' }).evaluate(async (opens: HTMLElement) => {
    opens.click()
    while (!document.querySelector('[aria-modal]')) await new Promise(requestAnimationFrame)
    // Whichever of them lies under the second press.
    for (const control of document.querySelectorAll<HTMLElement>('[aria-modal] button')) control.click()
  })
  const end = page.getByRole('dialog', { name: 'End the call' })
  await sayTheQuestion(page)
  await expect(end).toBeVisible()
  await pressAtTheEnd(page, /^Broken off/)
  await expect(page.getByText(/is recorded/)).toBeVisible()
})

test('keys are listed, changed, refused where they are taken, turned off and reset, and stay so', async ({ page }) => {
  const { questions } = await claimAndBegin(page)
  await page.keyboard.press('?')
  const dialogue = page.getByRole('dialog', { name: 'All keys' })
  await dialogue.getByRole('button', { name: "Change the key of “Don't know”" }).click()
  await page.keyboard.press('9')
  await expect(dialogue.getByText('9 is taken by “Would rather not say”.')).toBeVisible()
  await page.keyboard.press('d')
  await expect(dialogue.getByText("D: “Don't know”.")).toBeVisible()
  await dialogue.getByRole('button', { name: 'Turn off the key of “End the call”' }).click()
  const changeEnd = dialogue.getByRole('button', { name: 'Change the key of “End the call”' })
  await expect(changeEnd).toBeFocused()
  await changeEnd.press('Enter')
  await dialogue.getByRole('button', { name: 'Done' }).click()

  // It no longer waits for the key that was not given.
  await page.keyboard.press('?')
  await page.keyboard.press('x')
  await expect(dialogue.getByText('no key')).toBeVisible()
  await dialogue.getByRole('button', { name: 'Done' }).click()

  await page.reload()
  const dontKnow = onScreen(questions[0]?.scale.reasons.dont_know ?? '')
  await expect(page.getByRole('button', { name: dontKnow })).toContainText(`${dontKnow} D`)
  await page.keyboard.press('8')
  await page.keyboard.press('e')
  await expect(answers(page)).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('d')
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await expect(answers(page)).toContainText("Don't know")

  await page.getByRole('button', { name: 'Switch single keys off' }).click()
  await sayTheQuestion(page)
  await page.keyboard.press('3')
  await page.getByRole('button', { name: 'All keys' }).click()
  await dialogue.getByRole('switch', { name: 'Single keys act' }).press('Space')
  await dialogue.getByRole('button', { name: 'Reset all keys' }).click()
  await dialogue.getByRole('button', { name: 'Done' }).click()
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await expect(answers(page)).toHaveCount(1)
  await breakOff(page)
})

test('while signing in again no key reaches the question behind it, wherever the focus is', async ({
  page,
  context,
}) => {
  const { questions } = await claimAndBegin(page)
  await context.clearCookies()
  await rate(page, 4)
  const over = page.getByRole('dialog', { name: 'Sign in again' })
  await expect(over).toBeVisible()
  await page.mouse.click(5, 300)
  await sayTheQuestion(page)
  await page.keyboard.press('3')
  await page.keyboard.press('e')
  await signInOver(page, 'interviewer')
  await expect(over).toBeHidden()
  await expect(page.getByText('All answers saved')).toBeVisible()
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await expect(answers(page)).toHaveCount(1)
  await breakOff(page)
})

test('a correction leads at once to the question that it brings back, and to no other on the way', async ({ page }) => {
  const { questions } = await claimAndBegin(page)
  const followUp = questions.findIndex(({ askedIf }) => askedIf.answered?.unlessReason.includes('not_applicable'))
  const [asked, before] = [questions[followUp], questions[followUp - 1]]
  if (!asked || !before) throw new Error('the first call of the demo has a question that depends on the one before')
  expect(asked.askedIf.answered?.question).toBe(before.key)
  for (const { key, ask } of questions.slice(0, followUp)) {
    await expect(question(page)).toContainText(ask)
    await sayTheQuestion(page)
    await page.keyboard.press(key === before.key ? '0' : '3')
  }
  await expect(question(page)).not.toContainText(before.ask)
  await expect(question(page)).not.toContainText(asked.ask)
  await sayTheQuestion(page)
  await page.keyboard.press('Backspace')
  await expect(question(page)).toContainText(before.ask)
  await sayTheQuestion(page)
  await page.evaluate(() => {
    const shown: string[] = []
    Object.assign(window, { shown })
    new MutationObserver(() => {
      const now = document.querySelector('h1')?.textContent ?? ''
      if (shown.at(-1) !== now) shown.push(now)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await page.keyboard.press('3')
  await expect(question(page)).toContainText(asked.ask)
  const shown = await page.evaluate(() => (window as unknown as { shown: string[] }).shown)
  expect(shown.filter(each => !each.includes(before.ask))).toEqual([expect.stringContaining(asked.ask)])
})
