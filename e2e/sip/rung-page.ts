/** Runs in the page of the person rung: a telephone that answers when it is told to, and says what it hears. */
import { UA, WebSocketInterface } from 'jssip'

type Session = ReturnType<UA['call']>

export interface RungSettings {
  readonly server: string
  readonly uri: string
  readonly password: string
  readonly answers: 'when told' | 'engaged'
}

export interface Rung {
  readonly stage: 'waiting' | 'ringing' | 'talking' | 'over'
  readonly isHeld: boolean
  /** Sound that arrived so far. */
  readonly packets: number
  /** How loud it is, from 0 to 1: nothing is sent while it is muted. */
  readonly loudness: number
}

declare global {
  interface Window {
    rungPage: {
      register(settings: RungSettings): Promise<void>
      leave(): Promise<void>
      pickUp(): void
      putDown(): void
      heard(): Promise<Rung>
    }
  }
}

let session: Session | undefined
let stage: Rung['stage'] = 'waiting'
let isHeld = false
let agent: UA | undefined
/** Sound is measured where it is played. */
const ear = new Audio()
ear.autoplay = true

function register({ server, uri, password, answers }: RungSettings): Promise<void> {
  const started = new UA({ sockets: new WebSocketInterface(server), uri, password, session_timers: false })
  agent = started
  started.on('newRTCSession', ({ session: incoming }: { session: Session }) => {
    if (answers === 'engaged') return void incoming.terminate({ status_code: 486, reason_phrase: 'Busy Here' })
    session = incoming
    stage = 'ringing'
    incoming.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', ({ streams }) => {
        ear.srcObject = streams[0] ?? null
      })
    })
    incoming.on('accepted', () => {
      stage = 'talking'
    })
    incoming.on('hold', () => {
      isHeld = true
    })
    incoming.on('unhold', () => {
      isHeld = false
    })
    for (const end of ['ended', 'failed'] as const)
      incoming.on(end, () => {
        stage = 'over'
      })
  })
  return new Promise((resolve, reject) => {
    started.on('registered', () => resolve())
    started.on('registrationFailed', ({ cause }) => reject(new Error(`not registered: ${cause}`)))
    started.start()
  })
}

/** Nobody is at this telephone any more. */
function leave(): Promise<void> {
  return new Promise(resolve => {
    if (!agent) return resolve()
    agent.on('unregistered', () => resolve())
    agent.unregister({ all: true })
  })
}

function pickUp(): void {
  session?.answer({ mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } })
}

/** Hangs up; before they have answered, that is to decline. */
function putDown(): void {
  session?.terminate({ status_code: 603, reason_phrase: 'Decline' })
}

async function heard(): Promise<Rung> {
  const reports = session?.connection ? [...(await session.connection.getStats()).values()] : []
  const sound = reports.find(report => report.type === 'inbound-rtp')
  return { stage, isHeld, packets: sound?.packetsReceived ?? 0, loudness: sound?.audioLevel ?? 0 }
}

window.rungPage = { register, leave, pickUp, putDown, heard }
