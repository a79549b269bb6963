import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { businessNowOf } from '../api.ts'
import { barStatusId } from '../ui/Shell.tsx'
import type { Answers } from './answers/answer-book.ts'
import { goingOf, refusedOf } from './answers/outbox-state.ts'
import { waitingWords, whyKept } from './answers/words.ts'
import { seriousDraft } from './answers/writes.ts'
import styles from './Workstation.module.css'

interface CallStatusProps {
  readonly startedAt: string | null
  readonly answers: Answers
  /** Words are in the comment box that aren't kept yet. */
  readonly isTyping: boolean
  readonly onRetry: () => void
}

/** In the top bar: how long the call has lasted, and whether every answer is on the server's disk. */
export function CallStatus({ startedAt, answers, isTyping, onRetry }: CallStatusProps) {
  const bar = document.getElementById(barStatusId)
  if (!bar) return null
  return createPortal(
    <>
      {startedAt && <OnCall startedAt={startedAt} />}
      {(startedAt || answers.given.size > 0 || answers.box.refused.size > 0) && (
        <Saved answers={answers} isTyping={isTyping} onRetry={onRetry} />
      )}
    </>,
    bar,
  )
}

function OnCall({ startedAt }: { readonly startedAt: string }) {
  const { me } = getRouteApi('/f/$force').useRouteContext()
  const [now, setNow] = useState(() => businessNowOf(me))
  useEffect(() => {
    const tick = setInterval(() => setNow(businessNowOf(me)), 1000)
    return () => clearInterval(tick)
  }, [me])
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(startedAt)) / 1000))
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60].map(part => String(part).padStart(2, '0'))
  return (
    <span className={`${styles.pill} ${styles.onCall}`} role="timer">
      <span className={styles.dot} /> On call{' '}
      <strong>
        {minutes}:{rest}
      </strong>
    </span>
  )
}

/** One quiet line: saved, on the way, kept here until the line is back, or refused; the page says more of a refusal. */
function Saved({ answers: { box, given }, isTyping, onRetry }: Omit<CallStatusProps, 'startedAt'>) {
  const going = goingOf(box)
  if (box.fault && going.length > 0) {
    const what = waitingWords(going)
    return (
      <span className={`${styles.pill} ${styles.kept}`} role="status" data-no-line>
        <span className={styles.dotWaiting} /> {whyKept(box.fault).why}: {what}{' '}
        {box.unkept.size > 0 ? 'in this page alone: leave it open' : 'kept here'}
        <button type="button" className={styles.link} onClick={onRetry}>
          Try now
        </button>
      </span>
    )
  }
  const isDrafting =
    isTyping || [...box.drafts.keys()].some(question => question !== seriousDraft && !given.has(question))
  const isGoing = going.length > 0 || isDrafting
  if (!isGoing && box.refused.size > 0)
    return (
      <span className={`${styles.pill} ${styles.fault}`} role="status">
        Not taken: {waitingWords(refusedOf(box))}
      </span>
    )
  return (
    <span className={styles.pill} role="status">
      <span className={isGoing ? styles.dotWaiting : styles.dot} /> {isGoing ? 'Not saved yet' : 'All answers saved'}
    </span>
  )
}
