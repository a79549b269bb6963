import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { businessNowOf } from '../api.ts'
import { barStatusId } from '../ui/Shell.tsx'
import type { Answers } from './answer-book.ts'
import styles from './Workstation.module.css'

interface CallStatusProps {
  readonly startedAt: string | null
  readonly answers: Answers
  /** Words are in the comment box that aren't on their way yet. */
  readonly isDrafting: boolean
  readonly onRetry: () => void
}

/** In the top bar: how long the call has lasted, and whether every answer is on the server's disk. */
export function CallStatus({ startedAt, answers, isDrafting, onRetry }: CallStatusProps) {
  const bar = document.getElementById(barStatusId)
  if (!bar) return null
  return createPortal(
    <>
      {startedAt && <OnCall startedAt={startedAt} />}
      {(startedAt || answers.given.size > 0) && <Saved answers={answers} isDrafting={isDrafting} onRetry={onRetry} />}
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

function Saved({ answers, isDrafting, onRetry }: Omit<CallStatusProps, 'startedAt'>) {
  if (answers.fault && answers.unsaved.size > 0)
    return (
      <span className={`${styles.pill} ${styles.fault}`} role="alert">
        {answers.unsaved.size === 1 ? '1 answer' : `${answers.unsaved.size} answers`} not saved: {answers.fault.message}
        <button type="button" className={styles.link} onClick={onRetry}>
          Try again
        </button>
      </span>
    )
  const isSaved = answers.unsaved.size === 0 && !isDrafting
  return (
    <span className={styles.pill} role="status">
      <span className={isSaved ? styles.dot : styles.dotWaiting} /> {isSaved ? 'All answers saved' : 'Not saved yet'}
    </span>
  )
}
