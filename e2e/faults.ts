/** What no page may show, in light and in dark, at each of the widths: a fault that axe finds, or a sideways scroll. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export async function expectNoFaults(page: Page, state: string, widths: readonly number[]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      await page.waitForTimeout(300) // colours fade to the other scheme
      const where = `${state}, ${colorScheme}, ${width} px`
      const { violations } = await new AxeBuilder({ page }).analyze()
      const faults = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`,
      )
      expect.soft(faults, where).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect.soft(overflow, `${where} scrolls sideways by`).toBeLessThanOrEqual(0)
    }
}
