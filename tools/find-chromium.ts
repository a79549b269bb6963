import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge.exe']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const downloadPatienceMs = 5 * 60_000

/** A Chromium that is on this machine: CHROMIUM_PATH, on the PATH, or Playwright's own. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (runs(named)) return named
    throw new Error(`CHROMIUM_PATH is "${named}", which does not run as a browser: correct it, or remove it.`)
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)))
  return [...onPath, ...places, chromium.executablePath()].find(runs)
}

/** One that is there, else Playwright's download, else Debian's package when root; else throws with the mend. */
export function provideChromium(): string {
  const found = findChromium() ?? downloaded() ?? installedByDebian()
  if (found) return found
  throw new Error(
    'The browser tests need Chromium, and there is none on this machine: install it (Debian: "apt-get install chromium"), ' +
      'or name one in CHROMIUM_PATH, or let "npx playwright install --with-deps chromium" reach the internet.',
  )
}

const runs = (file: string): boolean =>
  existsSync(file) && (process.platform === 'win32' || spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0)

function downloaded(): string | undefined {
  console.log('There is no Chromium here: fetching the one of Playwright.')
  spawnSync('playwright', ['install', 'chromium'], {
    stdio: 'inherit',
    timeout: downloadPatienceMs,
    shell: process.platform === 'win32',
  })
  // On a bare machine the download lacks system libraries and doesn't run.
  return [chromium.executablePath()].find(runs)
}

function installedByDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log("Playwright's Chromium can't be had: installing Debian's.")
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'chromium')
  return ['/usr/bin/chromium'].find(runs)
}
