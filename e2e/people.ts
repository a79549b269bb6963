import { type APIResponse, type Browser, expect, type Page } from '@playwright/test'
import { baseUrl, force } from './demo-server.ts'

export type DemoRole =
  | 'Interviewer'
  | 'Team leader'
  | 'Supervisor'
  | 'Officer'
  | 'Analyst'
  | 'Complaints'
  | 'Authority'
  | 'Administrator'

/** Signs in as the demo's person of that role, as a visitor would. */
export async function signInAs(page: Page, role: DemoRole): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: new RegExp(`^${role}`) }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
}

/** Signs in over the page whose session has ended. */
export async function signInOver(page: Page, role: string): Promise<void> {
  const { signIns } = await (await page.request.get('/api/v1/demo/sign-ins')).json()
  const { email, password } = signIns.find((each: { role: string }) => each.role === role)
  const over = page.getByRole('dialog', { name: 'Sign in again' })
  await over.getByLabel('E-mail address').fill(email)
  await over.getByLabel('Password', { exact: true }).fill(password)
  await over.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A second person at their own browser, for the length of `work`. */
export async function asAnother<Result>(
  browser: Browser,
  role: DemoRole,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ baseURL: baseUrl })
  try {
    const page = await context.newPage()
    await signInAs(page, role)
    return await work(page)
  } finally {
    await context.close()
  }
}

/** GET below the force, with the session of the page. */
export async function read<Shape>(page: Page, path: string): Promise<Shape> {
  const response: APIResponse = await page.request.get(`/api/v1/forces/${force}/${path}`)
  expect(response.status(), `${path}: ${await response.text()}`).toBe(200)
  return (await response.json()) as Shape
}
