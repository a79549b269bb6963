import { expect, type Page } from '@playwright/test'
import { force } from './demo-server.ts'

/** Drops a file on the page, and is on its page once it was looked into. */
export async function drop(page: Page, name: string, content: Buffer | string): Promise<void> {
  await page.goto(`/f/${force}/imports`)
  await page
    .getByLabel('File to import')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.isBuffer(content) ? content : Buffer.from(content) })
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** Leaves a file untaken: it is gone from the list. */
export async function discard(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Discard it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0)
}
