import { force, makeDataFolder, ringback, startDemo, stopDemo } from '../demo-server.ts'
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
