/** What an interviewer does on the workstation, as every story of it does it. */
import { expect, type Page } from '@playwright/test'
import { force } from './demo-server.ts'
import { read } from './people.ts'

export interface Call {
  readonly id: string
  readonly interview: {
    readonly id: string
    readonly mayBeNamed: boolean | null
    readonly mayBeRungAgain: boolean | null
  }
  readonly questions: readonly {
    readonly key: string
    readonly title: string
    readonly ask: string
    readonly concerns: string
    readonly askedIf: { readonly answered?: { readonly question: string; readonly unlessReason: readonly string[] } }
    readonly scale: {
      readonly ratings: Readonly<Record<number, string>>
      readonly reasons: { readonly dont_know: string }
    }
  }[]
  readonly numbers: readonly { readonly number: string; readonly dial: string }[]
  readonly person: { readonly name: string }
  readonly incident: { readonly reference: string }
}

export interface Sheet extends Call {
  readonly texts: Readonly<Record<string, string>>
  readonly dialling: object
}

/** A rating's control begins with its number; its word is in the person's language. */
export const ratingName = (rating: number) => new RegExp(`^${rating} `)
/** What they are asked to allow, in both languages that ship: the demo has somebody who speaks Welsh. */
export const mayBeNamed = /May we tell|A gawn ni roi eich enw/
export const mayBeRungAgain = /May we ring you again|A gawn ni eich ffonio eto/

/** As the screen has a word of the scale. */
export const onScreen = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

export const interview = (page: Page) => page.getByRole('region', { name: 'Interview' })
export const question = (page: Page) => page.getByRole('heading', { level: 1 })
export const answersSoFar = (page: Page) => page.getByLabel('Answers so far')
/** The box for the person's words. */
export const comment = (page: Page) => page.getByRole('textbox', { name: /In their words/ })

export async function claimAndBegin(page: Page): Promise<Call> {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await page.getByRole('button', { name: /is on the line and agrees/ }).click()
  await expect(interview(page)).toBeVisible()
  await sayTheQuestion(page)
  return read<Call>(page, 'calls/current')
}

/** Stands in for the computer's own telephone: keeps the links that were pressed. */
export async function answerTelephoneLinks(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const dialled: string[] = []
    Object.assign(window, { dialled })
    document.addEventListener('click', event => {
      const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[href^="tel:"]')
      // A press that first asks whether they may be rung follows no link yet.
      if (!link || event.defaultPrevented) return
      event.preventDefault()
      dialled.push(link.getAttribute('href') ?? '')
    })
  })
  return () => page.evaluate(() => (window as unknown as { dialled: readonly string[] }).dialled)
}

/** The call in hand is told with changes from now on: for what the demo has nobody for. */
export async function tellSheetWith(page: Page, change: (sheet: Sheet) => object): Promise<void> {
  await page.route('**/calls/current', async route => {
    const response = await route.fetch()
    const sheet = (await response.json()) as Sheet | null
    await route.fulfill({ response, json: sheet && { ...sheet, ...change(sheet) } })
  })
}

/**
 * As long as it takes to open one's mouth: a press of the same key, or of the pointer, before that is an echo, and is not taken.
 * It counts from when the question is on the screen, so what is to be answered is looked for first.
 */
export const sayTheQuestion = (page: Page): Promise<void> => page.waitForTimeout(350)

/** After a 1 or a 5, which stay for the person's words. Until it shows, no press is taken. */
export const askedWhy = (page: Page) =>
  page.getByRole('status').filter({ hasText: /What went wrong\?|What was good\?/ })

/** By its key, once the question has been asked; 1 and 5 ask for a comment first, the others lead on at once. */
export async function rate(page: Page, rating: number): Promise<void> {
  await expect(interview(page)).toBeVisible()
  const ask = (await question(page).textContent()) ?? ''
  await sayTheQuestion(page)
  await page.keyboard.press(String(rating))
  if (rating === 1 || rating === 5) await expect(askedWhy(page)).toBeVisible()
  else await expect(question(page)).not.toHaveText(ask)
}

/** Answers the question that is shown; 1 and 5 ask for a comment first, the others lead on at once. */
export async function answer(page: Page, rating: number): Promise<void> {
  await sayTheQuestion(page)
  const ask = (await question(page).textContent()) ?? ''
  await page.getByRole('button', { name: ratingName(rating) }).click()
  if (rating === 1 || rating === 5) {
    await expect(askedWhy(page)).toBeVisible()
    await comment(page).fill(rating === 1 ? 'Nobody came.' : 'Very kind.')
    await sayTheQuestion(page)
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await expect(question(page)).not.toHaveText(ask)
  await expect(page.getByText('All answers saved')).toBeVisible()
}

export async function endCompleted(page: Page): Promise<void> {
  for (const question of [mayBeNamed, mayBeRungAgain]) {
    const group = page.getByRole('group', { name: question })
    await expect(group).toBeVisible()
    await sayTheQuestion(page)
    await group.getByRole('button', { name: /^Yes/ }).click()
    await expect(group.getByRole('button', { name: /^Yes/ })).toHaveAttribute('aria-pressed', 'true')
  }
  await sayTheQuestion(page)
  await page.getByRole('button', { name: /End the call/ }).click()
  await pressAtTheEnd(page, 'Completed: everything was asked')
  await expect(page.getByText(/The interview with .* is recorded/)).toBeVisible()
}

/** Presses a control of the dialogue at the end, once it has been read. */
export async function pressAtTheEnd(page: Page, name: string | RegExp): Promise<void> {
  const end = page.getByRole('dialog', { name: 'End the call' })
  await expect(end).toBeVisible()
  await sayTheQuestion(page)
  await end.getByRole('button', { name }).click()
}

/** Ends what the story began, so that the next one finds nothing in hand. */
export async function breakOff(page: Page): Promise<void> {
  await page.getByRole('button', { name: /All keys/ }).focus()
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Broken off/)
  await expect(page.getByText(/is recorded/)).toBeVisible()
}

/** After a story that stopped half-way: puts back or breaks off what its interviewer has in hand. */
export async function freeHands({ request }: Page): Promise<void> {
  const below = `/api/v1/forces/${force}`
  const current = await request.get(`${below}/calls/current`)
  if (current.status() !== 200) return
  const call = (await current.json()) as Call | null
  if (!call) return
  const released = await request.post(`${below}/calls/${call.id}/release`, { data: {} })
  if (!released.ok())
    await request.post(`${below}/interviews/${call.interview.id}/end`, { data: { ending: 'broken_off' } })
}

/** The top bar has one row: what it says stands beside the way to the pages, not under it. */
export async function expectOneRow(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 1100, 1024]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      const bar = await page.getByRole('banner').boundingBox()
      expect(bar?.height, `${colorScheme}, ${width} px`).toBeLessThanOrEqual(50)
    }
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** What the browser keeps, as it lies there. */
export const inBrowser = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<readonly string[]>((resolve, reject) => {
        const opening = indexedDB.open('ringback')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const all = opening.result.transaction('kept').objectStore('kept').getAll()
          all.onsuccess = () => {
            opening.result.close()
            resolve(
              all.result.map(each => {
                const bytes = new Uint8Array(each.data)
                return `${each.owner} ${each.interviewId} ${new TextDecoder().decode(bytes)}`
              }),
            )
          }
        }
      }),
  )
