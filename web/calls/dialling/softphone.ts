/** The telephone in the page: SIP over WebSocket, sound by WebRTC. Loaded only where the force dials so. */
import { UA, WebSocketInterface } from 'jssip'
import type { SoftphoneAccount } from '../../../server/calls/softphone/schema.ts'
import type { Ending, Phone, PhoneView, Ring } from './phone.ts'

type Session = ReturnType<UA['call']>

/** SIP's own words for how a call failed (JsSIP's causes). */
const endingOf: Readonly<Record<string, Ending>> = {
  Busy: 'busy',
  Rejected: 'declined',
  'Not Found': 'no_such_number',
  'Address Incomplete': 'no_such_number',
  Unavailable: 'unreachable',
  'No Answer': 'no_answer',
  'User Denied Media Access': 'no_microphone',
  'Connection Error': 'line_lost',
  'Request Timeout': 'line_lost',
}

export function openSoftphone({ server, uri, password }: SoftphoneAccount): Phone {
  const listeners = new Set<() => void>()
  let view: PhoneView = { line: 'connecting', ring: null }
  let session: Session | undefined
  let hungUp: Ending = 'ended_here'
  const sound = new Audio()
  sound.autoplay = true

  const show = (change: Partial<PhoneView>) => {
    view = { ...view, ...change }
    for (const listener of listeners) listener()
  }
  const showRing = (change: Partial<Ring>) => view.ring && show({ ring: { ...view.ring, ...change } })

  const agent = new UA({ sockets: new WebSocketInterface(server), uri, password, session_timers: false })
  agent.on('registered', () => show({ line: 'ready' }))
  agent.on('registrationFailed', () => show({ line: 'refused' }))
  agent.on('disconnected', () => show({ line: 'lost' }))
  agent.start()

  /** Follows one ring; what comes of one that was left for another is not shown. */
  function follow(of: Session): void {
    let ringsSince: number | undefined
    const isShown = () => session === of
    const rang = () => (ringsSince === undefined ? null : Math.round((performance.now() - ringsSince) / 1000))
    of.on('progress', () => {
      ringsSince ??= performance.now()
      if (isShown()) showRing({ stage: 'ringing', ringsSinceMs: ringsSince })
    })
    of.on('accepted', () => isShown() && showRing({ stage: 'talking', ringSeconds: rang() }))
    const over = (ending: Ending) => {
      if (!isShown()) return
      const ringSeconds = view.ring?.stage === 'talking' ? view.ring.ringSeconds : rang()
      showRing({ stage: 'over', ending, ringSeconds, isMuted: false, isHeld: false })
      session = undefined
      sound.srcObject = null
    }
    of.on('failed', ({ cause }) => over(cause === 'Canceled' ? hungUp : (endingOf[cause] ?? 'failed')))
    of.on('ended', ({ originator }) => over(String(originator) === 'remote' ? 'ended_there' : 'ended_here'))
    of.on('hold', ({ originator }) => String(originator) === 'local' && isShown() && showRing({ isHeld: true }))
    of.on('unhold', ({ originator }) => String(originator) === 'local' && isShown() && showRing({ isHeld: false }))
    of.on('muted', () => isShown() && showRing({ isMuted: true }))
    of.on('unmuted', () => isShown() && showRing({ isMuted: false }))
    of.connection.addEventListener('track', ({ streams }) => {
      if (isShown() && streams[0]) sound.srcObject = streams[0]
    })
  }

  return {
    read: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ring(numberId, dial) {
      if (session) return
      hungUp = 'ended_here'
      show({
        ring: {
          numberId,
          stage: 'dialling',
          ringsSinceMs: null,
          ringSeconds: null,
          isMuted: false,
          isHeld: false,
          tones: '',
          ending: null,
        },
      })
      session = agent.call(`sip:${dial}@${domainOf(uri)}`, {
        mediaConstraints: { audio: true, video: false },
        pcConfig: { iceServers: [] },
      })
      follow(session)
    },
    mute: isMuted => session?.[isMuted ? 'mute' : 'unmute']({ audio: true }),
    hold: isHeld => void session?.[isHeld ? 'hold' : 'unhold'](),
    tone(key) {
      const sender = session?.connection.getSenders().find(({ track }) => track?.kind === 'audio')?.dtmf
      if (!sender?.canInsertDTMF) return
      // It is shown once it was heard to go out.
      sender.ontonechange = ({ tone }) => tone !== '' && showRing({ tones: `${view.ring?.tones ?? ''}${tone}` })
      sender.insertDTMF(`${sender.toneBuffer}${key}`)
    },
    hangUp(why = 'ended_here') {
      hungUp = why
      session?.terminate()
    },
    close() {
      session?.terminate()
      listeners.clear()
      agent.stop()
    },
  }
}

const domainOf = (uri: string): string => uri.slice(uri.indexOf('@') + 1)
