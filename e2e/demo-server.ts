import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const port = Number(process.env.E2E_PORT ?? 3117)
export const baseUrl = `http://localhost:${port}`
export const force = 'cleveland'
const startPatienceMs = 120_000
const stopPatienceMs = 20_000

/** The data folder of this run; the set-up hands it to the workers through the environment. */
const dataFolder = () => {
  const folder = process.env.E2E_DATA
  if (!folder) throw new Error('the set-up has not made the demo')
  return folder
}
const logFile = () => join(dataFolder(), 'demo.log')
const pidFile = () => join(dataFolder(), 'demo.pid')

export function makeDataFolder(): void {
  process.env.E2E_DATA = mkdtempSync(join(tmpdir(), 'ringback-e2e-'))
  chmodSync(dataFolder(), 0o755) // as root, the database's own user must reach its files
}

/** The demo as a user starts it, on its own port and data. It is up when it answers. */
export async function startDemo(): Promise<void> {
  if (await answers()) throw new Error(`port ${port} is taken: stop what uses it, or set E2E_PORT to another`)
  const log = openSync(logFile(), 'a')
  const server = spawn(process.execPath, ['server/main.ts', 'demo'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', log, log],
    detached: true,
    env: {
      ...process.env,
      RINGBACK_DATA: dataFolder(),
      PORT: String(port),
      // Empty is as good as absent, and wins over a developer's own settings.
      ...{ DATABASE_URL: '', RINGBACK_KEY_FILE: '', RINGBACK_CLOCK: '', SMTP_URL: '', HOST: '', PUBLIC_URL: '' },
      // Run by npm it would end with its parent: the worker that started it again, which ends when a story fails.
      npm_command: undefined,
      // The telephone's own tests bring their server.
      RINGBACK_SIP_SERVER: process.env.E2E_SIP_SERVER ?? '',
    },
  })
  server.unref()
  writeFileSync(pidFile(), String(server.pid))
  const giveUpAt = performance.now() + startPatienceMs
  while (!(await answers())) {
    if (server.exitCode !== null || performance.now() > giveUpAt)
      throw new Error(`the demo did not start:\n${readFileSync(logFile(), 'utf8').slice(-4000)}`)
    await wait(200)
  }
}

/** As an administrator types it, beside the demo that runs. */
export function ringback(args: readonly string[], input = ''): void {
  const { status, stderr } = spawnSync(process.execPath, ['server/main.ts', ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      RINGBACK_DATA: dataFolder(),
      DATABASE_URL: '',
      RINGBACK_KEY_FILE: '',
      RINGBACK_CLOCK: '',
    },
    input,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ringback ${args.join(' ')}: ${stderr}`)
}

/** What a loss of power does: the server and its database are gone at once. */
export async function killDemo(): Promise<void> {
  const postmaster = Number(readFileSync(join(dataFolder(), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  for (const pid of [serverPid(), postmaster]) process.kill(pid, 'SIGKILL')
  while (await answers()) await wait(50)
}

export async function stopDemo(): Promise<void> {
  if (existsSync(pidFile()) && isRunning(serverPid())) {
    process.kill(serverPid(), 'SIGTERM')
    const giveUpAt = performance.now() + stopPatienceMs
    while (isRunning(serverPid())) {
      if (performance.now() > giveUpAt) throw new Error('the demo did not stop at SIGTERM')
      await wait(100)
    }
  }
  const left = existsSync(join(dataFolder(), 'postgres', 'postmaster.pid'))
  rmSync(dataFolder(), { recursive: true, force: true })
  if (left) throw new Error('the demo stopped and left its database running')
}

const serverPid = () => Number(readFileSync(pidFile(), 'utf8'))

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A child that ended but was not yet waited for is still listed.
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false // no such process
  }
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/api/v1/demo/sign-ins`)).ok
  } catch {
    return false // nobody listens
  }
}
