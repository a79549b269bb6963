/** What an interview has in the browser and on the server, as the stories of a poor line look at it. */
import type { Page } from '@playwright/test'
import { force } from './demo-server.ts'
import { read } from './people.ts'

export interface Said {
  readonly interview: {
    readonly id: string
    readonly mayBeNamed: boolean | null
    readonly answers: readonly {
      readonly question: string
      readonly rating: number | null
      readonly comment: string | null
    }[]
  }
  readonly isOnTheLine: boolean
  readonly attemptsMade: number
}

/** `question rating` of what the server has on its disk, by question. */
export async function onDisk(page: Page): Promise<readonly string[]> {
  const { interview } = await read<Said>(page, 'calls/current')
  return interview.answers
    .map(each => `${each.question} ${each.rating}${each.comment ? `, ${each.comment}` : ''}`)
    .toSorted()
}

export const noLine = (page: Page) => page.getByRole('status').filter({ hasText: /No line/ })
export const saved = (page: Page) => page.getByText('All answers saved')
export const calls = `/f/${force}/calls`

/** All that is said in a call: its attempts, answers, leave and end. */
export const said = /\/api\/v1\/forces\/[^/]+\/(calls\/[^/]+\/attempts|interviews\/)/

/** A page that is being closed may still hear that the line is back, and send: this one sends nothing more. */
export async function closeInSilence(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { fetch: () => new Promise(() => undefined) }) && undefined)
  await page.close()
}
