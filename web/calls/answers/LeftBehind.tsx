import { Button } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { Copy } from '../Copy.tsx'
import styles from '../Workstation.module.css'
import type { Books, BooksState, Bundle } from './books.ts'
import { goingOf, maySendAgain, type OutboxState, stoppedOf } from './outbox-state.ts'
import { keptLines, refusalWords, waitingWords, whyKept } from './words.ts'

interface LeftBehindProps {
  readonly books: Books
  readonly state: BooksState
}

/** What earlier calls left in this browser: on its way, or refused and kept until the interviewer lets it go. */
export function LeftBehind({ books, state: { bundles, unreadable } }: LeftBehindProps) {
  return (
    <>
      {bundles.map(bundle => (
        <KeptOfCall key={bundle.call.interviewId} bundle={bundle} books={books} />
      ))}
      {unreadable > 0 && (
        <section className="notice stack">
          <p>
            <strong>Kept here, which can't be opened any more:</strong> {unreadable} of your entries of earlier calls.
          </p>
          <Discard onDiscard={() => void books.discardUnreadable()} />
        </section>
      )}
    </>
  )
}

function KeptOfCall({ bundle, books }: { readonly bundle: Bundle; readonly books: Books }) {
  const { call, outbox } = bundle
  const box = useSyncExternalStore(outbox.subscribe, outbox.read)
  const isAnyGoing = goingOf(box).length > 0
  const stopped = stoppedOf(box)
  // As long as something goes the interview is not over, and may still take up what was being written.
  const lines = keptLines(call, stopped, isAnyGoing ? undefined : box.drafts)
  return (
    <>
      {isAnyGoing && <OnTheWay person={call.person} box={box} />}
      {lines.length > 0 && (
        <Stopped
          bundle={bundle}
          books={books}
          box={box}
          lines={lines}
          isAnyStopped={stopped.length > 0}
          canSendAgain={stopped.some(maySendAgain)}
        />
      )}
    </>
  )
}

interface OfCallProps {
  readonly person: string
  readonly box: OutboxState
}

function OnTheWay({ person, box }: OfCallProps) {
  const going = goingOf(box)
  const until = box.fault && whyKept(box.fault).until
  const isUnkept = going.some(({ id }) => box.unkept.has(id))
  const where = isUnkept ? 'in this page alone: leave it open, it goes' : 'kept here, to be sent'
  return (
    <p className="notice" role="status">
      <strong>Your call with {person}:</strong> {waitingWords(going)} {until ? `${where} ${until}` : 'on the way'}.
    </p>
  )
}

interface StoppedProps {
  readonly bundle: Bundle
  readonly books: Books
  readonly box: OutboxState
  readonly lines: ReturnType<typeof keptLines>
  readonly isAnyStopped: boolean
  readonly canSendAgain: boolean
}

/** It goes nowhere by itself: what is listed, and nothing else, is sent again, but for a start that was left, or discarded. */
function Stopped({ bundle, books, box, lines, isAnyStopped, canSendAgain }: StoppedProps) {
  const { call, outbox } = bundle
  const refusal = box.lost ?? [...box.refused.values()][0] ?? null
  return (
    <section className="notice bad stack" aria-label={`Kept here of your call with ${call.person}`}>
      <p>
        <strong>Your call with {call.person}:</strong>{' '}
        {isAnyStopped
          ? `what follows was not taken. ${refusal ? refusalWords(refusal) : 'It is no part of the interview.'} ${canSendAgain ? 'Send it again, or discard it' : 'Discard it once you have read it'}.`
          : 'what follows was being written, and belongs to no answer.'}
      </p>
      <ul>
        {lines.map(({ id, line }) => (
          <li key={id}>{line}</li>
        ))}
      </ul>
      <div className="row">
        {canSendAgain && (
          <Button variant="default" onClick={() => outbox.retryAll()}>
            Send again
          </Button>
        )}
        <Copy lines={lines.map(({ line }) => line)}>Copy</Copy>
        <Discard
          onDiscard={() =>
            void books.discard(
              bundle,
              lines.map(({ id }) => id),
            )
          }
        />
      </div>
    </section>
  )
}

/** Asks once more: nothing brings it back. A second press of the same key, or at the same place, keeps it. */
function Discard({ onDiscard }: { readonly onDiscard: () => void }) {
  const [isAsking, setAsking] = useState(false)
  const [wasKept, setKept] = useState(false)
  if (!isAsking)
    return (
      <Button key="discard" variant="default" autoFocus={wasKept} onClick={() => setAsking(true)}>
        Discard
      </Button>
    )
  return (
    <>
      <Button
        key="keep"
        variant="default"
        autoFocus
        onClick={() => {
          setKept(true)
          setAsking(false)
        }}
      >
        Keep
      </Button>
      <Button variant="default" className={styles.brokenOff} onClick={onDiscard}>
        Discard for good
      </Button>
    </>
  )
}
