import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { force, makeDataFolder, startDemo, stopDemo } from '../demo-server.ts'
import { domain, sipPassword, sipServer, startKamailio } from './kamailio.ts'

const interviewer = 'interviewer@cleveland.example'

/** Kamailio, and a demo whose interviewer has an account there. What was started is ended, also when the set-up fails half-way. */
export default async function setUp(): Promise<() => Promise<void>> {
  const stopKamailio = await startKamailio()
  const stop = async () => {
    stopKamailio()
    await stopDemo()
  }
  try {
    makeDataFolder()
    process.env.E2E_SIP_SERVER = sipServer
    await startDemo()
    ringback(['force', 'set', force, 'dialling', 'softphone'])
    const account = ['--force', force, '--uri', `sip:4021@${domain}`, '--password-stdin']
    ringback(['softphone', 'set', interviewer, ...account], sipPassword)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

/** As an administrator types it, beside the demo that runs. */
function ringback(args: readonly string[], input = ''): void {
  const { status, stderr } = spawnSync(process.execPath, ['server/main.ts', ...args], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: {
      ...process.env,
      RINGBACK_DATA: process.env.E2E_DATA,
      DATABASE_URL: '',
      RINGBACK_KEY_FILE: '',
      RINGBACK_CLOCK: '',
    },
    input,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ringback ${args.join(' ')}: ${stderr}`)
}
