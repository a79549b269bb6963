import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { domain, sipPassword, sipServer } from './kamailio.ts'
import type { Rung, RungSettings } from './rung-page.ts'

const root = join(import.meta.dirname, '..', '..')

/** What the page of the person rung runs, as one script. */
async function bundle(): Promise<string> {
  const output = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'rung-page.ts'), formats: ['iife'], name: 'rungPage' },
    },
  })
  const [built] = Array.isArray(output) ? output : [output]
  if (!built || !('output' in built)) throw new Error('the page of the person rung was not built')
  return built.output[0].code
}

let script: Promise<string> | undefined

/** Somebody at their telephone: a page of their own, registered under the digits that are dialled for them. */
export async function atTheirTelephone(page: Page, digits: string, answers: RungSettings['answers']): Promise<void> {
  script ??= bundle()
  await page.goto('/healthz') // any address of a secure context will do
  await page.evaluate(await script)
  const settings = { server: sipServer, uri: `sip:${digits}@${domain}`, password: sipPassword, answers }
  await page.evaluate(given => window.rungPage.register(given), settings)
}

export async function leaveTelephone(page: Page): Promise<void> {
  await page.evaluate(() => window.rungPage.leave())
  await page.context().close()
}
export const heard = (page: Page): Promise<Rung> => page.evaluate(() => window.rungPage.heard())
export const pickUp = (page: Page): Promise<void> => page.evaluate(() => window.rungPage.pickUp())
export const putDown = (page: Page): Promise<void> => page.evaluate(() => window.rungPage.putDown())
