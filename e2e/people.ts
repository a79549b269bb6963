import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type APIResponse, type Browser, expect, type Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'
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

interface StaffRow {
  readonly 'Collar No': string
  readonly Email: string
  readonly 'Supervisor Collar No': string
  readonly 'Posting Start': string
  readonly 'Posting End': string
}

const file = join(import.meta.dirname, '..', 'examples', 'staff.csv')
const staff = parse<StaffRow>(readFileSync(file, 'utf8'), { columns: true, bom: true })
const dayOf = (text: string) => text.split('/').reverse().join('-')
const postingOn = (collarNumber: string, day: string) =>
  staff.find(
    row =>
      row['Collar No'] === collarNumber &&
      dayOf(row['Posting Start']) <= day &&
      (row['Posting End'] === '' || dayOf(row['Posting End']) >= day),
  )

/** The addresses up an officer's line on a day, the direct supervisor's first, as the force's own file has it. */
export function lineOf(collarNumber: string, day: string): string[] {
  const addresses: string[] = []
  const seen = new Set([collarNumber])
  let posting = postingOn(collarNumber, day)
  while (posting && !seen.has(posting['Supervisor Collar No'])) {
    seen.add(posting['Supervisor Collar No'])
    posting = postingOn(posting['Supervisor Collar No'], day)
    if (posting) addresses.push(posting.Email)
  }
  return addresses
}
