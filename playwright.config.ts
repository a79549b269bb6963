import { defineConfig } from '@playwright/test'
import { baseUrl } from './e2e/demo-server.ts'
import { findChromium } from './tools/find-chromium.ts'

// The stories share one real demo server and its data, so they run one after another.
export default defineConfig({
  testDir: 'e2e',
  testIgnore: 'sip/**', // they need a SIP server: `npm run test:sip`
  globalSetup: './e2e/global-setup.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // Against what hangs, not what is slow: the machines may be.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: baseUrl,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium() },
  },
})
