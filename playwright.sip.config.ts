import { defineConfig } from '@playwright/test'
import stories from './playwright.config.ts'

// The telephone in the page, against a real SIP server on loopback: its own demo, and a browser with a microphone that is made up.
export default defineConfig({
  ...stories,
  testDir: 'e2e/sip',
  testIgnore: [],
  globalSetup: './e2e/sip/set-up.ts',
  use: {
    ...stories.use,
    permissions: ['microphone'],
    launchOptions: {
      ...stories.use?.launchOptions,
      args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    },
  },
})
